using System.Globalization;
using Tokgate.Emulator.DropIn;
using Tokgate.Emulator.Hosting;
using Tokgate.TestKit;

namespace Tokgate.Emulator.Tests.DropIn;

/// <summary>As much of a machine as a set-up changes, in a directory.</summary>
internal sealed class TestMachine : IDisposable
{
    private readonly TempDirectory folder = new();
    private readonly string before;

    public TestMachine(string hosts = "127.0.0.1 localhost\n")
    {
        Directory.CreateDirectory(folder["certs"]);
        Directory.CreateDirectory(folder["state"]);
        File.WriteAllText(Places.HostsFile, hosts);
        File.WriteAllText(Places.Bundles[0], Authority.Root.ExportCertificatePem() + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Places.HostsFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        }

        before = Look();
    }

    /// <summary>One for all tests: no two of them have it in the same directory.</summary>
    public static LocalAuthority Authority { get; } = LocalAuthority.Create(TimeProvider.System, "test", RealNames.All);

    public DropInPlaces Places => new()
    {
        HostsFile = folder["hosts"],
        Bundles = [folder["certs/bundle.crt"]],
        HashDirectory = folder["certs"],
        CertificateDatabases = [],
        StateDirectory = folder["state"],
    };

    public string Hosts
    {
        get => File.ReadAllText(Places.HostsFile);
        set => File.WriteAllText(Places.HostsFile, value);
    }

    public MachineSetup Setup(IMachineFiles? files = null) => new(Places, files ?? new DiskFiles(), _ => throw new IOException("there is no database here"));

    public void Up(IMachineFiles? files = null) => Setup(files).Up(Authority, new Uri("http://localhost:5082"));

    public void Down(IMachineFiles? files = null)
    {
        var setup = Setup(files);
        Assert.Empty(setup.Down());
        setup.Clear();
    }

    /// <summary>Byte for byte, with modes and links, and nothing that was not there.</summary>
    public void MustBeAsBefore() => Assert.Equal(before, Look());

    public void Dispose() => folder.Dispose();

    private string Look() => string.Join('\n', new DirectoryInfo(folder.Path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .OrderBy(entry => entry.FullName, StringComparer.Ordinal)
        .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.FullName} {entry.UnixFileMode} {entry.LinkTarget} {(entry is FileInfo { LinkTarget: null } ? Convert.ToHexString(File.ReadAllBytes(entry.FullName)) : "")}")));
}
