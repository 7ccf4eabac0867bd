using Tokgate.Vault;

namespace Tokgate.AspNetCore.Tests.Hosting;

/// <summary>A master key that every run has, told from others by its number.</summary>
internal sealed class MasterKeyOf(byte number) : IMasterKeySource
{
    private static string Text(byte number) => Convert.ToBase64String([.. Enumerable.Repeat(number, 32)]);

    /// <summary>Writes it as an operator would: for the owner alone.</summary>
    public static string Write(string path, byte number)
    {
        File.WriteAllText(path, Text(number));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    public MasterKey Load() => MasterKey.FromBase64(Text(number));
}
