using System.Security.Cryptography;

namespace Tokgate.TestKit;

public sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), "tokgate-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)))).FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>A file that only its owner may read, as programs want their keys.</summary>
    public async Task WriteSecretAsync(string name, string text)
    {
        await File.WriteAllTextAsync(this[name], text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(this[name], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
