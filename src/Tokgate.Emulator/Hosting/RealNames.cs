using Tokgate.Emulator.Pages;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Hosting;

/// <summary>
/// What is there under the real names: TikTok's own surface, each path on the host that has it. Everything else, the control API above all, gets
/// the answer that a path gets there that does not exist.
/// </summary>
internal static class RealNames
{
    public static IReadOnlyList<string> All { get; } = [RealHosts.Web, RealHosts.Api, RealHosts.FormerApi, RealHosts.Douyin];

    public static bool Has(string host) => All.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Null under the emulator's own address, and for what is there.</summary>
    public static Answer? Refuse(Received request)
    {
        var host = request.HostName;
        return !Has(host) || Serves(host, request.Path) ? null
            : host == RealHosts.Web ? NoSuchPage()
            : Answer.UnsupportedPath();
    }

    private static bool Serves(string host, string path) => host switch
    {
        RealHosts.Web => path is Paths.Authorize or Paths.AuthorizeWithoutSlash || IsPartOfThePage(path),
        RealHosts.Api => path.StartsWith("/v2/", StringComparison.Ordinal) && path is not (Paths.Authorize or Paths.AuthorizeWithoutSlash),
        RealHosts.Douyin => path.StartsWith("/platform/", StringComparison.Ordinal) || path.StartsWith("/oauth/", StringComparison.Ordinal) || IsPartOfThePage(path),
        _ => false,
    };

    // The authorize page posts its form, and loads its styles and pictures, on the host on which it is shown.
    private static bool IsPartOfThePage(string path) =>
        path is Paths.Consent or Paths.DouyinConsent or Paths.Styles or Paths.Icon || path.StartsWith(Paths.Media, StringComparison.Ordinal);

    private static Answer NoSuchPage() => Page.Answer(
        "Nothing here – TikTok emulator",
        Html.Of($"""
            <section class="card"><h1>Nothing here</h1>
            <p>This machine’s <code>{RealHosts.Web}</code> is Tokgate’s emulator: it has TikTok’s authorize page and no other.</p>
            <p class="soft">The emulator’s own pages are under its own address, which it printed when it started. To reach the real TikTok again, end the drop-in.</p></section>
            """),
        status: 404);
}
