using System.Text;
using System.Text.Json;

namespace Tokgate.Emulator.DropIn;

/// <summary>What was done to the machine, written down before it was done: a line of JSON per change.</summary>
internal sealed class Journal(IMachineFiles files, string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public bool Exists => files.Read(path) is not null;

    public void Begin(int processId)
    {
        files.Create(path, [], OwnerOnly);
        Add(new JournalEntry(JournalKind.Begin, path) { Text = processId.ToString(System.Globalization.CultureInfo.InvariantCulture) });
    }

    public void Add(JournalEntry entry) => files.Append(path, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, JournalJson.Default.JournalEntry) + "\n"));

    /// <summary>In the order in which they were written. A last line without its end was cut off by the end of the process, before its change.</summary>
    public IReadOnlyList<JournalEntry> Read()
    {
        var text = Encoding.UTF8.GetString(files.Read(path) ?? []);
        return [.. text.Split('\n')[..^1].Select(line => JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry)!)]; // never null: a whole line is what Add wrote
    }

    /// <summary>Cuts off a line without its end: what is added afterwards must be a line of its own.</summary>
    public void Mend()
    {
        if (files.Read(path) is { Length: > 0 } content && content[^1] != (byte)'\n')
        {
            files.Truncate(path, content.AsSpan().LastIndexOf((byte)'\n') + 1);
        }
    }
}
