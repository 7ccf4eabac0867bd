using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tokgate.Emulator.DropIn;

/// <summary>What <c>up</c> does to a machine, in its order, and the way back. Needs the <see cref="MachineLock"/>.</summary>
internal sealed class MachineSetup
{
    private const string BundleBegin = "# >>> Tokgate drop-in emulator, not TikTok: `drop-in down` takes this certificate out.";
    private const string BundleEnd = "# <<< Tokgate drop-in emulator, not TikTok";
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly DropInPlaces places;
    private readonly IMachineFiles files;
    private readonly Journal journal;
    private readonly MachineChanges changes;

    public MachineSetup(DropInPlaces places, IMachineFiles files, Action<string>? dropFromDatabase = null)
    {
        this.places = places;
        this.files = files;
        journal = new Journal(files, places.JournalFile);
        changes = new MachineChanges(files, journal, dropFromDatabase ?? CertificateDatabase.Drop);
    }

    /// <summary>Lines for people: what was done and what was not.</summary>
    public List<string> Report { get; } = [];

    /// <summary>Changes the machine; the names are led here last, when everything that they need is there.</summary>
    /// <exception cref="InvalidOperationException">Something is in the way; whatever was done is in the journal.</exception>
    public void Up(LocalAuthority authority, Uri control)
    {
        if (HostsBlock.OtherMapping(File.ReadAllText(places.HostsFile)) is { } other)
        {
            throw new InvalidOperationException($"{ErrorIds.DropInNamesMapped}: {places.HostsFile} has the line '{other}' already, and the first one counts. Take it out, then start again.");
        }

        journal.Begin(Environment.ProcessId);
        var pem = authority.Root.ExportCertificatePem() + "\n";
        WriteOwnFiles(authority.Root, pem);
        files.Create(places.ControlFile, Encoding.UTF8.GetBytes(control.AbsoluteUri), ReadableByAll);
        foreach (var bundle in places.Bundles)
        {
            changes.AppendBlock(bundle, $"{BundleBegin}\n{pem}{BundleEnd}\n");
            Report.Add($"appended the root certificate to {bundle}");
        }

        if (places.HashDirectory is { } directory)
        {
            LinkByHash(directory, pem, authority.Root);
        }

        foreach (var database in places.CertificateDatabases)
        {
            AddToDatabase(database);
        }

        changes.AppendBlock(places.HostsFile, HostsBlock.Text);
        Report.Add($"appended {string.Join(", ", Hosting.RealNames.All)} to {places.HostsFile}");
    }

    /// <summary>Puts back whatever a set-up did, finished or not. Returns what it could not.</summary>
    public IReadOnlyList<string> Down()
    {
        if (!journal.Exists)
        {
            FindWithoutJournal();
        }

        return journal.Exists ? changes.Undo() : [];
    }

    /// <summary>Forgets an undone set-up; the journal last.</summary>
    public void Clear()
    {
        foreach (var path in (string[])[places.RootFile, places.BundleFile, places.JavaTrustFile, places.ControlFile, places.JournalFile])
        {
            files.Delete(path);
        }
    }

    // Somebody has deleted the journal: the blocks say by themselves what they are.
    private void FindWithoutJournal()
    {
        var found = places.Bundles.Select(path => (Path: path, Text: $"{BundleBegin}\n{BundleEnd}\n")).Append((Path: places.HostsFile, Text: $"{HostsBlock.Begin}\n{HostsBlock.End}\n"))
            .Where(block => files.Read(block.Path) is { } content && content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(block.Text.Split('\n')[0])) >= 0)
            .ToArray();
        if (found.Length > 0)
        {
            journal.Begin(Environment.ProcessId);
            foreach (var (path, text) in found)
            {
                journal.Add(new JournalEntry(JournalKind.Block, path) { Length = int.MaxValue, Text = text });
            }
        }
    }

    private void WriteOwnFiles(X509Certificate2 root, string pem)
    {
        // As text: a certificate that .NET could not read is trusted by others all the same.
        var trusted = Variables.BundlesInUse(Environment.GetEnvironmentVariable).Concat(places.Bundles).Distinct(StringComparer.Ordinal)
            .SelectMany(file => CertificatesIn(File.ReadAllText(file))).Append(Convert.ToBase64String(root.RawData)).Distinct(StringComparer.Ordinal).Select(Convert.FromBase64String).ToArray();
        files.Create(places.RootFile, Encoding.UTF8.GetBytes(pem), ReadableByAll);
        files.Create(places.BundleFile, Encoding.UTF8.GetBytes(string.Concat(trusted.Select(der => PemEncoding.WriteString("CERTIFICATE", der) + "\n"))), ReadableByAll);
        files.Create(places.JavaTrustFile, JavaTrustStore.Of(trusted), ReadableByAll);
        Report.Add($"wrote the root certificate, and the system's roots with it, to {places.StateDirectory} (no private key is written anywhere)");
    }

    private static List<string> CertificatesIn(string text)
    {
        var found = new List<string>();
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            if (rest[fields.Label] is "CERTIFICATE")
            {
                found.Add(Convert.ToBase64String(Convert.FromBase64String(rest[fields.Base64Data].ToString())));
            }
        }

        return found;
    }

    private void LinkByHash(string directory, string pem, X509Certificate2 root)
    {
        var file = Path.Combine(directory, "tokgate-drop-in.pem");
        var hash = SubjectHash.Of(root);
        var free = Enumerable.Range(0, 10).Select(i => Path.Combine(directory, $"{hash}.{i}")).FirstOrDefault(path => !Path.Exists(path) && files.LinkTarget(path) is null);
        if (Path.Exists(file) || free is null)
        {
            Report.Add($"NOT put into {directory}: {file} is there already and is not ours");
            return;
        }

        changes.CreateFile(file, pem);
        changes.CreateLink(free, Path.GetFileName(file));
        Report.Add($"put the root certificate into {directory}, for OpenSSL");
    }

    private void AddToDatabase(string directory)
    {
        if (!Tool.Exists(CertificateDatabase.Program))
        {
            Report.Add($"NOT in {directory}: Chromium needs certutil for that (Debian: apt-get install libnss3-tools)");
            return;
        }

        if (CertificateDatabase.WithRoot(directory, places.WorkDirectory, places.RootFile, out var fault) is not { } changed)
        {
            Report.Add($"NOT in {directory}: {fault}");
            return;
        }

        foreach (var (file, content) in changed)
        {
            changes.ReplaceDatabase(file, content);
        }

        Report.Add($"added the root certificate to {directory}, for Chromium");
        Directory.Delete(places.WorkDirectory, recursive: true); // a copy of somebody's keys
    }
}
