using System.Security.Cryptography;

namespace Tokgate.TestKit;

public sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), "tokgate-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)))).FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
