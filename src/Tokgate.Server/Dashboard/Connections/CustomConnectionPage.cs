using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Apis;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Connections;

/// <summary>Auth0's form of a custom social connection, field by field. What does not work here is refused with what does the same, and a button that takes it.</summary>
internal sealed class CustomConnectionPage(ManagementDesk desk, IHostEnvironment environment) : DashboardPage(desk)
{
    private const string AuthorizeAddress = "https://www.tiktok.com/v2/auth/authorize/";
    private const string TokenAddress = "https://open.tiktokapis.com/v2/oauth/token/";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal)
    {
        ["name"] = "",
        ["authorizationUrl"] = AuthorizeAddress,
        ["tokenUrl"] = TokenAddress,
        ["scope"] = "user.info.basic",
        ["authentication"] = "true",
    };

    public bool MayCreate => May(ManagementScopes.Create("connections"));

    public bool IsProduction => environment.IsProduction();

    /// <summary>The options that do what the script does, as JSON; null without a script.</summary>
    public string? Equivalent { get; private set; }

    public string? Taken { get; private set; }

    public string Value(string field) => values.GetValueOrDefault(field) ?? "";

    public bool IsOn(string field) => Value(field) == "true";

    /// <summary>What is wrong with a member of the API; null for nothing.</summary>
    public string? FaultOf(string member) => Error?.Details.FirstOrDefault(fault => fault.Member == member)?.Message;

    public async Task<IActionResult> OnPostAsync()
    {
        Read();
        var body = Body();
        if (body is null)
        {
            return Page();
        }

        var answer = await PostAsync("connections", body);
        if (answer.Error is null)
        {
            return Done(string.Join(' ', ["The connection is there. Register the redirect URI below at TikTok.", .. answer.Warnings.Select(static warning => warning + ".")]), ConnectionDetailPage.PathOf(Value("name")));
        }

        Error = answer.Error;
        await ReadScriptAsync();
        return Page();
    }

    /// <summary>Puts what works in the place of what was refused. Nothing is made yet.</summary>
    public async Task OnPostTakeAsync(string take)
    {
        Read();
        switch (take)
        {
            case "authorizationUrl":
                values[take] = AuthorizeAddress;
                Taken = "TikTok's authorization URL was taken.";
                break;
            case "tokenUrl":
                values[take] = TokenAddress;
                Taken = "TikTok's token URL was taken: this broker adds client_key itself, so no proxy is needed.";
                break;
            case "script":
                await ReadScriptAsync();
                (values["options"], values["script"], Equivalent) = (Equivalent ?? "", "", null);
                Taken = "The mapping was taken instead of the script.";
                break;
            default:
                break;
        }

        // What else is wrong, so that the other buttons stay. Pages do not keep secrets, so any does for this.
        if (Body() is { } body)
        {
            Error = (await SendAsync(HttpMethods.Post, "connections", [new("dry_run", "true")], body, version: null)).Error;
            await ReadScriptAsync();
        }
    }

    private void Read()
    {
        values.Clear();
        foreach (var (name, value) in Request.Form.Where(static pair => pair.Key is not ("clientSecret" or "__RequestVerificationToken")))
        {
            values[name] = value.ToString();
        }

        values["name"] = Value("name").Trim();
    }

    private async Task ReadScriptAsync()
    {
        if (!string.IsNullOrWhiteSpace(Value("script")))
        {
            var answer = await PostAsync("connections/profile-script", new JsonObject { ["script"] = Value("script") });
            Equivalent = answer.Body.Part("options")?.ToJsonString(Indented);
        }
    }

    private JsonObject? Body()
    {
        var options = new JsonObject();
        if (!string.IsNullOrWhiteSpace(Value("options")) && !TryReadOptions(Value("options"), out options))
        {
            Error = new ManagementError(StatusCodes.Status400BadRequest, "invalid_body", "The mapping is not a JSON object.") { Advice = "Take it from the script again, or empty the field: you can set the mapping later." };
            return null;
        }

        options["authorizationURL"] = Value("authorizationUrl");
        options["tokenURL"] = Value("tokenUrl");
        options["scope"] = Value("scope");
        if (!string.IsNullOrWhiteSpace(Value("script")))
        {
            options["scripts"] = new JsonObject { ["fetchUserProfile"] = Value("script") };
        }

        var (key, secret) = (Value("clientKey").Trim(), Request.Form["clientSecret"].ToString().Trim() is { Length: > 0 } typed ? typed : Taken is null ? "" : "not-kept");
        if (Value("address").Trim() is { Length: > 0 } address)
        {
            options["apps"] = new JsonArray(new JsonObject { ["client_id"] = key, ["client_secret"] = secret, ["address"] = address, ["live"] = true, ["approved_scopes"] = Typed.Words(Value("scope")) });
        }
        else
        {
            options["client_id"] = key;
            options["client_secret"] = secret;
        }

        return new JsonObject
        {
            ["name"] = Value("name"),
            ["strategy"] = "oauth2",
            ["options"] = options,
            ["authentication"] = new JsonObject { ["active"] = IsOn("authentication") },
            ["connected_accounts"] = new JsonObject { ["active"] = IsOn("connectedAccounts") },
        };
    }

    private static bool TryReadOptions(string text, out JsonObject options)
    {
        try
        {
            options = JsonNode.Parse(text) as JsonObject ?? [];
            return options.Count > 0;
        }
        catch (JsonException)
        {
            options = [];
            return false;
        }
    }
}
