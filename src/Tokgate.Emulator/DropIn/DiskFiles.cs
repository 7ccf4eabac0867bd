namespace Tokgate.Emulator.DropIn;

internal sealed class DiskFiles : IMachineFiles
{
    public byte[]? Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    public void Create(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        Write(path, FileMode.CreateNew, content, mode);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode); // root's umask may have taken rights from it that other people's programs need
        }
    }

    public void Append(string path, ReadOnlySpan<byte> content) => Write(path, FileMode.Append, content);

    public void Overwrite(string path, ReadOnlySpan<byte> content) => Write(path, FileMode.Open, content);

    public void Truncate(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(length);
        file.Flush(flushToDisk: true);
    }

    public void CreateLink(string path, string target) => File.CreateSymbolicLink(path, target);

    public string? LinkTarget(string path) => new FileInfo(path).LinkTarget;

    public void Delete(string path) => File.Delete(path);

    // One write call, without a buffer of our own: other programs read the hosts file at any moment.
    private static void Write(string path, FileMode how, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        var options = new FileStreamOptions
        {
            Mode = how,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite, // none would lock other .NET programs out
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }
}
