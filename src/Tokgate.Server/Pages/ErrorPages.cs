using System.Collections.Frozen;
using System.Reflection;

namespace Tokgate.Server.Pages;

/// <summary>
/// The pages of docs/errors inside the program: the one catalogue from which an operator is told, wherever an error id stands (log, audit trail, dashboard), what it
/// means, what is likely behind it, and how to mend it.
/// </summary>
internal sealed class ErrorPages
{
    private const string Folder = "Errors/";

    private readonly FrozenDictionary<string, ErrorPage> pages;

    public ErrorPages()
    {
        var assembly = Assembly.GetExecutingAssembly();
        pages = assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => Read(assembly, name))
            .ToFrozenDictionary(static page => page.ErrorId, StringComparer.Ordinal);
    }

    public ErrorPage? Find(string? errorId) => errorId is null ? null : pages.GetValueOrDefault(errorId);

    private static ErrorPage Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!); // the name came from the same assembly
        return ErrorPage.Parse(reader.ReadToEnd());
    }
}
