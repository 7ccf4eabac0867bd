namespace Tokgate.Emulator.DropIn;

/// <summary>One change that is about to be made to <paramref name="Path"/>, with what its undoing needs.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Path">A full path.</param>
internal sealed record JournalEntry(JournalKind Kind, string Path)
{
    /// <summary>How long the file was before.</summary>
    public long Length { get; init; }

    /// <summary>What is written: a block's text, a file's content, a link's target.</summary>
    public string? Text { get; init; }

    public byte[]? Before { get; init; }

    /// <summary>What the file is to become.</summary>
    public byte[]? After { get; init; }
}
