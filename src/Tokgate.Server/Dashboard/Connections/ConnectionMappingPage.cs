using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Connections;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Connections;

/// <summary>Which claims come of which fields, with what they would say of somebody.</summary>
internal sealed class ConnectionMappingPage(ManagementDesk desk) : ConnectionDetailPage(desk)
{
    private const int MostPeople = 5;

    // Shown as text, which Razor encodes: what a person reads need not be escaped twice.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<string> Claims => ProfileMapping.Claims;

    public static IReadOnlyList<(string Word, string Text)> Policies { get; } = [("on_each_login", "At every sign-in"), ("on_first_login", "At the first sign-in"), ("never_on_login", "Never")];

    public IReadOnlyList<RecordedPayload> Payloads { get; private set; } = RecordedPayload.Samples;

    public string Profile { get; private set; } = RecordedPayload.Samples[0].Json;

    public string Before { get; private set; } = "";

    public string Chosen { get; private set; } = RecordedPayload.Samples[0].Key;

    /// <summary>The claims that come of it, as JSON.</summary>
    public string? Preview { get; private set; }

    public string? PreviewFault { get; private set; }

    private bool ShowsTyped { get; set; }

    public string From(string claim) => ShowsTyped ? Request.Form["from." + claim].ToString() : string.Join(", ", Options.Part("mapping").Part(claim).Texts("from"));

    public string Update(string claim) => (ShowsTyped ? Request.Form["update." + claim].ToString() : Options.Part("mapping").Part(claim).Text("update")) ?? "on_each_login";

    public async Task<IActionResult> OnGetAsync([FromRoute] string name, string? payload)
    {
        if (await LoadAsync(name) is { } away)
        {
            return away;
        }

        await ReadPayloadsAsync();
        if (Payloads.FirstOrDefault(one => one.Key == payload) is { } chosen)
        {
            (Chosen, Profile) = (chosen.Key, chosen.Json);
        }

        await PreviewAsync(mapping: null);
        return Page();
    }

    public async Task<IActionResult> OnPostPreviewAsync([FromRoute] string name)
    {
        if (await LoadAsync(name) is { } away)
        {
            return away;
        }

        ReadTyped();
        await ReadPayloadsAsync();
        await PreviewAsync(Mapping());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromRoute] string name)
    {
        if (await LoadAsync(name) is { } away)
        {
            return away;
        }

        ReadTyped();
        return await ChangeAsync(new JsonObject { ["options"] = new JsonObject { ["mapping"] = Mapping() } }, "The mapping is saved. It counts from the next sign-in of each person.", "mapping");
    }

    public async Task<IActionResult> OnPostDefaultAsync([FromRoute] string name)
    {
        if (await LoadAsync(name) is { } away)
        {
            return away;
        }

        ReadTyped();
        return await ChangeAsync(new JsonObject { ["options"] = new JsonObject { ["mapping"] = null } }, "The default mapping is back.", "mapping");
    }

    protected override async Task<IActionResult> AgainAsync()
    {
        await ReadPayloadsAsync();
        await PreviewAsync(Mapping());
        return Page();
    }

    private void ReadTyped() => (ShowsTyped, Profile, Before, Chosen) = (true, Request.Form["profile"].ToString(), Request.Form["before"].ToString(), "");

    private JsonObject Mapping() => new(Claims.Select(claim => KeyValuePair.Create<string, JsonNode?>(
        claim, Typed.Words(From(claim)) is { Count: > 0 } paths ? new JsonObject { ["from"] = paths, ["update"] = Update(claim) } : null)));

    private async Task ReadPayloadsAsync()
    {
        var people = await GetAsync("users", [new("connection", Name), new("per_page", $"{MostPeople}")]);
        Payloads = [.. RecordedPayload.Samples, .. people.Body.Items().Where(static user => user.Part("tiktok") is not null).Select(RecordedPayload.Of)];
    }

    private async Task PreviewAsync(JsonObject? mapping)
    {
        var (profile, before) = (Parse(Profile), string.IsNullOrWhiteSpace(Before) ? null : Parse(Before));
        if (profile is null || (before is null && !string.IsNullOrWhiteSpace(Before)))
        {
            PreviewFault = $"{(profile is null ? "The payload" : "What is known already")} is not a JSON object.";
            return;
        }

        var body = new JsonObject { ["profile"] = profile };
        if (before is not null)
        {
            body["before"] = before;
        }

        if (mapping is not null)
        {
            body["mapping"] = mapping;
        }

        var answer = await PostAsync(ApiPath + "/preview", body);
        (PreviewFault, Preview) = (answer.Error?.Message, answer.Body.Part("claims")?.ToJsonString(Readable));
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null; // which the page says
        }
    }
}
