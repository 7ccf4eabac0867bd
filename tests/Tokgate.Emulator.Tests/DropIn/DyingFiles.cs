using Tokgate.Emulator.DropIn;

namespace Tokgate.Emulator.Tests.DropIn;

/// <summary>A disk under a process that is killed at its <paramref name="last"/>th change: of what it writes there, half arrives. Nothing happens afterwards.</summary>
internal sealed class DyingFiles(int last) : IMachineFiles
{
    private readonly DiskFiles disk = new();

    public int Changes { get; private set; }

    public byte[]? Read(string path) => disk.Read(path);

    public string? LinkTarget(string path) => disk.LinkTarget(path);

    public void Create(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        if (IsLast())
        {
            disk.Create(path, content[..(content.Length / 2)], mode);
            throw new KilledException();
        }

        disk.Create(path, content, mode);
    }

    public void Append(string path, ReadOnlySpan<byte> content)
    {
        if (IsLast())
        {
            disk.Append(path, content[..(content.Length / 2)]);
            throw new KilledException();
        }

        disk.Append(path, content);
    }

    public void Overwrite(string path, ReadOnlySpan<byte> content)
    {
        if (IsLast())
        {
            disk.Overwrite(path, content[..(content.Length / 2)]);
            throw new KilledException();
        }

        disk.Overwrite(path, content);
    }

    public void Truncate(string path, long length) => Whole(() => disk.Truncate(path, length));

    public void CreateLink(string path, string target) => Whole(() => disk.CreateLink(path, target));

    public void Delete(string path) => Whole(() => disk.Delete(path));

    // Killed before it happens: what comes after it is the next change's turn.
    private void Whole(Action change)
    {
        if (IsLast())
        {
            throw new KilledException();
        }

        change();
    }

    private bool IsLast() => Changes < last ? ++Changes == last : throw new KilledException();
}
