namespace Tokgate.Emulator.DropIn;

/// <summary>An NSS database, by Mozilla's certutil.</summary>
internal static class CertificateDatabase
{
    public const string Program = "certutil";

    private const string Nickname = "tokgate-drop-in";

    // Adding a trusted certificate signs its trust, and the signature is in the second.
    public static IReadOnlyList<string> Files { get; } = ["cert9.db", "key4.db"];

    /// <summary>What certutil makes of a copy. Null, and what is wrong, when it does not.</summary>
    public static IReadOnlyDictionary<string, byte[]>? WithRoot(string directory, string copy, string rootFile, out string? fault)
    {
        PrivateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(directory))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)), overwrite: true);
        }

        fault = Tool.Fault(Program, "-A", "-d", $"sql:{copy}", "-n", Nickname, "-t", "C,,", "-i", rootFile);
        return fault is not null ? null : Files.Where(file => File.Exists(Path.Combine(directory, file))).ToDictionary(file => Path.Combine(directory, file), file => File.ReadAllBytes(Path.Combine(copy, file)));
    }

    /// <summary>For a database that others have changed since, so that its former bytes must not come back.</summary>
    public static void Drop(string file)
    {
        var directory = $"sql:{Path.GetDirectoryName(file)}";
        if (Tool.Fault(Program, "-L", "-d", directory, "-n", Nickname) is null && Tool.Fault(Program, "-D", "-d", directory, "-n", Nickname) is { } fault)
        {
            throw new IOException($"the certificate {Nickname} is still in it: {fault}");
        }
    }

    private static void PrivateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
