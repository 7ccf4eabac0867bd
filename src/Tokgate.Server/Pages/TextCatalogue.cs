using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Tokgate.Server.Pages;

/// <summary>The languages of the hosted pages. English is the one that all others fall back to.</summary>
internal sealed class TextCatalogue
{
    private const string Folder = "Languages/";
    private const int MaxWishes = 10;

    private readonly FrozenDictionary<string, Language> languages;

    public TextCatalogue()
    {
        var assembly = Assembly.GetExecutingAssembly();
        languages = assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => Read(assembly, name))
            .ToFrozenDictionary(static language => language.Tag, StringComparer.OrdinalIgnoreCase);
        English = languages["en"];
    }

    public Language English { get; }

    public IEnumerable<Language> All => languages.Values.OrderBy(static language => language.Tag, StringComparer.Ordinal);

    /// <summary>What the client asked for (ui_locales, spaces between), then what the browser prefers, then English. Regions are cut off: de-AT is de.</summary>
    public Language Choose(string? uiLocales, string? acceptLanguage) =>
        Find((uiLocales ?? "").Split(' ', MaxWishes + 1))
        ?? Find((acceptLanguage ?? "").Split(',', MaxWishes + 1).Select(static wish => wish.Split(';')[0].Trim()))
        ?? English;

    private Language? Find(IEnumerable<string> tags) =>
        tags.Take(MaxWishes).Select(tag => languages.GetValueOrDefault(tag.Split('-')[0])).FirstOrDefault(static language => language is not null);

    private static Language Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!; // the name came from the same assembly
        return JsonSerializer.Deserialize(stream, LanguageJson.Default.Language)!; // our own file, never null
    }
}
