namespace Tokgate.Emulator.DropIn;

/// <summary>An NSS database, by Mozilla's certutil.</summary>
internal static class CertificateDatabase
{
    public const string Program = "certutil";

    private const string Nickname = "tokgate-drop-in";

    public static string FileOf(string directory) => Path.Combine(directory, "cert9.db");

    public static string? Add(string directory, string rootFile) =>
        Tool.Fault(Program, "-A", "-d", $"sql:{directory}", "-n", Nickname, "-t", "C,,", "-i", rootFile);

    /// <summary>For a database that others have changed since, so that its former bytes must not come back.</summary>
    public static void Drop(string file)
    {
        var directory = $"sql:{Path.GetDirectoryName(file)}";
        if (Tool.Fault(Program, "-L", "-d", directory, "-n", Nickname) is null && Tool.Fault(Program, "-D", "-d", directory, "-n", Nickname) is { } fault)
        {
            throw new IOException($"the certificate {Nickname} is still in it: {fault}");
        }
    }
}
