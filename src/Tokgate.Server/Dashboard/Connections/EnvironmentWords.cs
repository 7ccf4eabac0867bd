namespace Tokgate.Server.Dashboard.Connections;

/// <summary>The three worlds in which a TikTok app may live, as pages call them.</summary>
internal sealed record EnvironmentWords(string Word, string Title, string Says)
{
    public const string Emulator = "emulator";

    public static IReadOnlyList<EnvironmentWords> All { get; } =
    [
        new(Emulator, "Emulator", "TikTok on your machine. No account, no review; anybody signs in as anybody, so it is refused in Production."),
        new("sandbox", "Sandbox", "TikTok itself, for up to ten target users that you name in the portal. No review. Its client key begins with sb."),
        new("production", "Production", "TikTok itself, for everybody. TikTok reviews the app first; until then its key is refused, even for you."),
    ];

    public static string TitleOf(string? word) => All.FirstOrDefault(one => one.Word == word)?.Title ?? word ?? "";
}
