namespace Tokgate.Emulator.DropIn;

/// <summary>
/// Every touch of the machine's files. Each call is on the disk when it returns; a process can be killed before, after and in the middle of each.
/// Files are changed in place, never replaced: a container's hosts file is a mount, and owner, mode and links stay as they are.
/// </summary>
internal interface IMachineFiles
{
    /// <summary>Null when there is no such file.</summary>
    byte[]? Read(string path);

    /// <summary>Fails when there is something already.</summary>
    void Create(string path, ReadOnlySpan<byte> content, UnixFileMode mode);

    void Append(string path, ReadOnlySpan<byte> content);

    /// <summary>Writes from the start and leaves what is beyond.</summary>
    void Overwrite(string path, ReadOnlySpan<byte> content);

    void Truncate(string path, long length);

    void CreateLink(string path, string target);

    /// <summary>Null when it is no link.</summary>
    string? LinkTarget(string path);

    void Delete(string path);
}
