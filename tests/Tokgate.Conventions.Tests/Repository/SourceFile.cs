using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Repository;

/// <summary>One file: its path from the repository's root with forward slashes, and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/'); // never null: a path here is relative and names a file

    /// <summary>For <c>src/Tokgate.X/…</c>: <c>Tokgate.X</c>.</summary>
    public string Project => Path.Split('/') is [_, var project, ..] ? project : "";

    public IReadOnlyList<string> Lines => Text.TrimEnd('\n').Split('\n');

    public string Code => CSharpText.CodeOnly(Text);

    /// <summary>Path and line of a place in the text, as editors understand it.</summary>
    public string At(int index) => $"{Path}:{Text.AsSpan(0, Math.Min(index, Text.Length)).Count('\n') + 1}";

    public IEnumerable<Violation> Each(Regex pattern, Func<Match, string> what, string mend) =>
        pattern.Matches(Text).Select(match => new Violation(At(match.Index), what(match), mend));
}
