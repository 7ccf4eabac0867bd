namespace Tokgate.Emulator.DropIn;

/// <summary>Where this machine keeps what the drop-in changes, and where the drop-in keeps its own.</summary>
internal sealed record DropInPlaces
{
    public const string HashedCertificates = "/etc/ssl/certs";

    public required string HostsFile { get; init; }

    /// <summary>PEM files with every root that the system trusts, links resolved.</summary>
    public required IReadOnlyList<string> Bundles { get; init; }

    /// <summary>The directory in which OpenSSL looks for roots by their hash. Null: there is none.</summary>
    public string? HashDirectory { get; init; }

    /// <summary>NSS databases of the person at the keyboard: Chromium's and Chrome's.</summary>
    public required IReadOnlyList<string> CertificateDatabases { get; init; }

    /// <summary>Made by a set-up and removed with it: journal, root certificate, trust stores. No key.</summary>
    public required string StateDirectory { get; init; }

    public string JournalFile => Path.Combine(StateDirectory, "journal");

    public string RootFile => Path.Combine(StateDirectory, "ca.pem");

    public string BundleFile => Path.Combine(StateDirectory, "bundle.pem");

    public string JavaTrustFile => Path.Combine(StateDirectory, "java.jks");

    public string ControlFile => Path.Combine(StateDirectory, "control");

    /// <summary>For a copy of a certificate database, for a moment. A set-up after a killed one has another.</summary>
    public string WorkDirectory => Path.Combine(StateDirectory, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"work-{Environment.ProcessId}"));

    public static DropInPlaces OfThisMachine()
    {
        string[] bundles = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"];
        var home = HomeOfPerson();
        string[] databases = [Path.Combine(home, ".pki/nssdb"), Path.Combine(home, ".local/share/pki/nssdb")];
        return new DropInPlaces
        {
            HostsFile = "/etc/hosts",
            Bundles = OperatingSystem.IsLinux() ? [.. bundles.Where(File.Exists).Select(Resolve).Distinct(StringComparer.Ordinal)] : [], // macOS has a file too, which its programs do not ask
            HashDirectory = OperatingSystem.IsLinux() && Directory.Exists(HashedCertificates) ? HashedCertificates : null,
            CertificateDatabases = [.. databases.Where(folder => File.Exists(Path.Combine(folder, "cert9.db")))],
            StateDirectory = Path.Combine(OperatingSystem.IsLinux() ? "/var/lib" : "/var/db", "tokgate-drop-in"),
        };
    }

    private static string Resolve(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    // Under sudo the home is root's or not, as sudo is configured; the browser is the person's in any case.
    private static string HomeOfPerson()
    {
        var sudoer = Environment.GetEnvironmentVariable("SUDO_USER");
        var row = sudoer is null || !File.Exists("/etc/passwd") ? null : File.ReadLines("/etc/passwd").Select(line => line.Split(':')).FirstOrDefault(row => row.Length > 5 && row[0] == sudoer);
        return row?[5] ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
    }
}
