using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Dashboard.Applications;

/// <summary>Code to copy, with this application's own values in it.</summary>
internal sealed partial class QuickStartPage(ManagementDesk desk, Issuer issuer) : DashboardPage(desk), IApplicationPage
{
    private const string DefaultOrigin = "http://localhost:3000";

    private long? version;

    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    /// <value>Which one is shown.</value>
    [BindProperty(SupportsGet = true, Name = "for")]
    public string? For { get; set; }

    public JsonNode? Client { get; private set; }

    /// <summary>Those that are for this type of application.</summary>
    public IReadOnlyList<QuickStart> Known => [.. QuickStart.All.Where(start => start.Types.Contains(Client.Text("app_type"), StringComparer.Ordinal))];

    public QuickStart? Start => Known.FirstOrDefault(start => start.Name == For) ?? (Known is [var first, ..] ? first : null);

    /// <summary>Where this framework wants people back: a registered one if there is one that fits.</summary>
    public string RedirectUri => Start?.Path is { } path
        ? Fitting(path) ?? (path.Contains("://", StringComparison.Ordinal) ? path : Origin + path)
        : Client.Texts("callbacks") is [var first, ..] ? first : DefaultOrigin + "/callback";

    public bool IsRegistered => Client.Texts("callbacks").Contains(RedirectUri, StringComparer.Ordinal);

    /// <summary>Whether it can be registered as it stands, without names that only the reader knows.</summary>
    public bool CanRegister => !IsRegistered && !RedirectUri.Contains("YOUR_", StringComparison.Ordinal) && May("update:clients");

    public IReadOnlyList<QuickStartPart> Parts => Start?.Fill(Values) ?? [];

    private string Origin => Client.Texts("callbacks") is [var first, ..] && Uri.TryCreate(first, UriKind.Absolute, out var uri) && uri.Scheme.StartsWith("http", StringComparison.Ordinal) ? uri.GetLeftPart(UriPartial.Authority) : DefaultOrigin;

    private Dictionary<string, string> Values
    {
        get
        {
            var uri = new Uri(RedirectUri);
            var origin = uri.Scheme.StartsWith("http", StringComparison.Ordinal) ? uri.GetLeftPart(UriPartial.Authority) : Origin;
            return new(StringComparer.Ordinal)
            {
                ["issuer"] = issuer.Value,
                ["client_id"] = Id,
                ["redirect_uri"] = RedirectUri,
                ["origin"] = origin,
                ["callback_path"] = uri.AbsolutePath,
                ["port"] = new Uri(origin) is { IsLoopback: true } loopback ? $"{loopback.Port}" : "3000",
                ["after_logout"] = Client.Texts("allowed_logout_urls") is [var first, ..] ? first : origin + "/",
            };
        }
    }

    public async Task<IActionResult> OnGetAsync()
    {
        await ReadAsync();
        return this.PageOrMissing();
    }

    public async Task<IActionResult> OnPostRegisterAsync()
    {
        await ReadAsync();
        var all = new JsonArray([.. Client.Texts("callbacks").Append(RedirectUri).Select(static uri => JsonValue.Create(uri))]);
        Error = Client is null ? null : (await PatchAsync("clients/" + Uri.EscapeDataString(Id), new JsonObject { ["callbacks"] = all }, version)).Error;
        return Error is null && Start is { } start ? Done("The redirect URI is registered.", $"{ApplicationPath.Of(Id, "quick-start")}?for={start.Name}") : this.PageOrMissing();
    }

    private async Task ReadAsync()
    {
        var answer = await GetAsync("clients/" + Uri.EscapeDataString(Id));
        (Client, version) = (answer.Body, answer.Version);
    }

    // A path at any host, or an address in which the reader's own names stand where it says YOUR_….
    private string? Fitting(string wanted) => Client.Texts("callbacks").FirstOrDefault(uri => wanted.Contains("://", StringComparison.Ordinal)
        ? Regex.IsMatch(uri, $"^{OwnName().Replace(Regex.Escape(wanted), "[^/]+")}$")
        : Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.AbsolutePath == wanted);

    [GeneratedRegex("YOUR_[A-Z]+")]
    private static partial Regex OwnName();
}
