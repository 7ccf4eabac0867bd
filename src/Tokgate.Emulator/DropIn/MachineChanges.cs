using System.Text;

namespace Tokgate.Emulator.DropIn;

/// <summary>The few things that are done to a machine, each of them in the journal first, and the way back from whatever point was reached.</summary>
/// <remarks>
/// Undoing may be done as often as one likes, also on top of an undoing that was killed. What others changed meanwhile stays: only what is ours
/// is taken out, and a file whose content is neither ours nor the former one is not written.
/// </remarks>
internal sealed class MachineChanges(IMachineFiles files, Journal journal, Action<string> dropFromDatabase)
{
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <param name="path">Must be there.</param>
    /// <param name="block">Whole lines; the first and the last are its marks.</param>
    public void AppendBlock(string path, string block)
    {
        var before = files.Read(path)!; // the caller has found it
        var text = before.Length > 0 && before[^1] != (byte)'\n' ? "\n" + block : block;
        journal.Add(new JournalEntry(JournalKind.Block, path) { Length = before.Length, Text = text });
        files.Append(path, Encoding.UTF8.GetBytes(text));
    }

    public void CreateFile(string path, string content)
    {
        journal.Add(new JournalEntry(JournalKind.File, path) { Text = content });
        files.Create(path, Encoding.UTF8.GetBytes(content), ReadableByAll);
    }

    public void CreateLink(string path, string target)
    {
        journal.Add(new JournalEntry(JournalKind.Link, path) { Text = target });
        files.CreateLink(path, target);
    }

    /// <summary>A database's bytes are kept: taking a certificate out of it again would leave other bytes than were there.</summary>
    public void ReplaceDatabase(string path, byte[] content)
    {
        journal.Add(new JournalEntry(JournalKind.Database, path) { Before = files.Read(path)!, After = content }); // as above
        Replace(path, content);
    }

    /// <summary>The last change first. Returns what could not be put back, in sentences.</summary>
    public IReadOnlyList<string> Undo()
    {
        journal.Mend();
        var entries = journal.Read();
        var left = new List<string>();
        foreach (var entry in entries.Reverse())
        {
            try
            {
                UndoOne(entry);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                left.Add($"{entry.Path}: {failure.Message}");
            }
        }

        left.AddRange(entries.Where(entry => entry.Kind == JournalKind.Block && HasMark(entry))
            .Select(entry => $"{entry.Path}: the lines of the drop-in were changed by somebody, so they are still there. Take them out by hand."));
        return left;
    }

    private void UndoOne(JournalEntry entry)
    {
        switch (entry.Kind)
        {
            case JournalKind.Block:
                TakeOutBlock(entry);
                break;
            case JournalKind.File when files.LinkTarget(entry.Path) is null && files.Read(entry.Path) is { } content && IsStartOf(content, entry.Text!):
            case JournalKind.Link when files.LinkTarget(entry.Path) == entry.Text:
                files.Delete(entry.Path);
                break;
            case JournalKind.Rewrite when files.Read(entry.Path) is { } now && IsBetween(now, entry.Before!, entry.After!): // both of them have both
                Replace(entry.Path, entry.After!);
                break;
            case JournalKind.Database when files.Read(entry.Path) is { } now && !now.AsSpan().SequenceEqual(entry.Before):
                PutDatabaseBack(entry, now);
                break;
            default:
                break; // nothing of it is there
        }
    }

    private void TakeOutBlock(JournalEntry entry)
    {
        if (files.Read(entry.Path) is not { } now || WithoutBlock(now, entry) is not { } former)
        {
            return;
        }

        if (now.AsSpan().StartsWith(former))
        {
            files.Truncate(entry.Path, former.Length);
            return;
        }

        Rewrite(entry.Path, now, former);
    }

    private void PutDatabaseBack(JournalEntry entry, byte[] now)
    {
        if (IsBetween(now, entry.Before!, entry.After!)) // as above
        {
            Rewrite(entry.Path, now, entry.Before!);
            return;
        }

        dropFromDatabase(entry.Path);
    }

    private void Rewrite(string path, byte[] now, byte[] former)
    {
        journal.Add(new JournalEntry(JournalKind.Rewrite, path) { Before = now, After = former });
        Replace(path, former);
    }

    private void Replace(string path, byte[] content)
    {
        files.Overwrite(path, content);
        files.Truncate(path, content.Length);
    }

    /// <summary>Null when nothing of the block is there.</summary>
    private static byte[]? WithoutBlock(byte[] now, JournalEntry entry)
    {
        var block = Encoding.UTF8.GetBytes(entry.Text!); // a block's entry has it
        var at = now.AsSpan().IndexOf(block);
        if (at >= 0)
        {
            // The line break before it was ours, unless somebody has written on after it.
            var keep = block[0] == (byte)'\n' && at + block.Length < now.Length ? 1 : 0;
            return [.. now[..(at + keep)], .. now[(at + block.Length)..]];
        }

        // Killed while it was written.
        if (now.Length > entry.Length && block.AsSpan().StartsWith(now.AsSpan((int)entry.Length)))
        {
            return now[..(int)entry.Length];
        }

        // Somebody has changed lines in it: the marks still say where it begins and ends.
        var (first, last) = Marks(entry);
        var begin = now.AsSpan().IndexOf(first);
        var end = begin < 0 ? -1 : now.AsSpan(begin).IndexOf(last);
        return end < 0 ? null : [.. now[..begin], .. now[(begin + end + last.Length)..]];
    }

    private bool HasMark(JournalEntry entry) => files.Read(entry.Path) is { } now && now.AsSpan().IndexOf(Marks(entry).First) >= 0;

    private static (byte[] First, byte[] Last) Marks(JournalEntry entry)
    {
        var lines = entry.Text!.Trim('\n').Split('\n'); // as above
        return (Encoding.UTF8.GetBytes(lines[0] + "\n"), Encoding.UTF8.GetBytes(lines[^1] + "\n"));
    }

    private static bool IsStartOf(byte[] content, string text) => Encoding.UTF8.GetBytes(text).AsSpan().StartsWith(content);

    /// <summary>On the way from one content to the other, or there: the new one up to some point, the old one from there on.</summary>
    private static bool IsBetween(byte[] now, byte[] before, byte[] after)
    {
        var done = now.AsSpan().CommonPrefixLength(after);
        return now.AsSpan().SequenceEqual(after) || now.AsSpan(done).SequenceEqual(before.AsSpan(Math.Min(done, before.Length)));
    }
}
