using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Connections;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;

namespace Tokgate.Server.Management;

/// <summary>What would become of something, without doing it.</summary>
/// <remarks>
/// Owns <c>/api/v2/connections/{id}/authorization-preview</c> (the exact request to TikTok's page) and <c>/api/v2/connections/profile-script</c> (the options that do what a script of Auth0 does). Nothing is
/// kept and nothing is sent. Does not own the preview of the mapping (<see cref="ConnectionEndpoints"/>).
/// </remarks>
internal sealed class ConnectionPreviewEndpoints(IConnectionStore store, ConnectionSecrets secrets, DeclaredConnections declared, ConnectionDirectory directory) : IManagementEndpoints
{
    private const string State = "NEW-FOR-EVERY-SIGN-IN";

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("POST", "connections/{id}/authorization-preview", ManagementScopes.Read("connections"), "previewConnectionAuthorization")
        {
            Summary = "The request to TikTok's page as a sign-in would send it: for what an application asks, and with upstream_params that are tried. Nothing is kept or sent.",
            HasNoDryRun = true,
            Body = () => Schemas.Object([], ("scope", "string"))
                .WithProperty("request", new JsonObject { ["type"] = "object", ["description"] = "What the application sends, by the names that upstream_params know as alias.", ["additionalProperties"] = Schemas.Text })
                .WithProperty("upstream_params", UpstreamParamsText.Schema),
            Answer = () => Schemas.Object([], ("address", "string")).WithProperty("parameters", Schemas.ListOf(Schemas.Object([], ("name", "string"), ("value", "string"), ("from_upstream_params", "boolean"))))
                .WithProperty("left_out_scopes", Schemas.ListOf(Schemas.Text)),
        }, AuthorizationAsync),
        new(new ManagementOperation("POST", "connections/profile-script", ManagementScopes.Read("connections"), "readProfileScript")
        {
            Summary = "The options that do what a fetchUserProfile script of Auth0 does, as far as it can be read off. Nobody's script runs here.",
            HasNoDryRun = true,
            Body = () => Schemas.Object([], ("script", "string")),
            Answer = () => Schemas.Object([]).WithProperty("options", new JsonObject { ["type"] = "object" }),
        }, ScriptAsync),
    ];

    private async Task<ManagementAnswer> AuthorizationAsync(ManagementCall call)
    {
        if (call.BodyFault("scope", "request", "upstream_params") is { } unknown)
        {
            return unknown;
        }

        if (await store.FindAsync(call.Value("id"), call.Aborted) is not { } stored)
        {
            return ManagementError.NotFound("connection");
        }

        var faults = new Faults();
        var view = new ConnectionView(declared.WithSecrets(secrets.Open(stored) ?? stored.Config)) { Stored = stored };
        if (call.Body.TryGetProperty("upstream_params", out var sent))
        {
            view = UpstreamParamsText.Take(view, sent.ValueKind == JsonValueKind.Null ? null : sent, "upstream_params", faults);
            faults.AddRange(UpstreamParams.Faults(view.Config).Select(ConnectionChecks.Split).Select(static fault => fault with { Member = fault.Member.Replace("options.", "", StringComparison.Ordinal) }));
        }

        var request = ReadRequest(call.Body, faults);
        if (faults.Any || request is null)
        {
            return ManagementError.InvalidBody(faults.All);
        }

        var connection = directory.Draft(view.Config);
        if (connection.Live is not { } live)
        {
            return ManagementError.Conflict("connection_has_no_secret", "The live app has no secret, so no sign-in can begin.") with { Advice = "Give its client_secret first." };
        }

        var asked = connection.ScopesFor(request.Scopes);
        var address = connection.AuthorizationAddress(live, request, asked, State, connection.WantsPkce ? CodeVerifier.Create().ToChallenge() : null, request.WantsFreshSignIn);
        var wanted = view.Config.Scopes.Concat(request.Scopes.SelectMany(UpstreamScopes.Of)).Distinct(StringComparer.Ordinal);
        return new JsonObject
        {
            ["address"] = address,
            ["parameters"] = new JsonArray([.. Parameters(address, view.Config)]),
            ["left_out_scopes"] = new JsonArray([.. wanted.Where(scope => !asked.Contains(scope)).Select(static scope => JsonValue.Create(scope))]),
        };
    }

    private static Task<ManagementAnswer> ScriptAsync(ManagementCall call)
    {
        if (call.BodyFault("script") is { } unknown)
        {
            return Task.FromResult<ManagementAnswer>(unknown);
        }

        return Task.FromResult<ManagementAnswer>(call.Body.TryGetProperty("script", out var script) && script.ValueKind == JsonValueKind.String
            ? new JsonObject { ["options"] = ProfileScript.Equivalent(script.GetString() ?? "") }
            : ManagementError.InvalidBody([new Fault("script", "must be the script's text")]));
    }

    private static IEnumerable<JsonNode> Parameters(string address, ConnectionConfig config) =>
        address[(address.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').Select(static pair => pair.Split('=', 2)).Select(pair => (JsonNode)new JsonObject
        {
            ["name"] = Uri.UnescapeDataString(pair[0]),
            ["value"] = Uri.UnescapeDataString(pair[1]),
            ["from_upstream_params"] = pair[0] != UpstreamParams.ClientKey && config.UpstreamParams.ContainsKey(Uri.UnescapeDataString(pair[0])),
        });

    private static AuthorizationRequest? ReadRequest(JsonElement body, Faults faults)
    {
        var scope = "";
        if (body.TryGetProperty("scope", out var sentScope) && (sentScope.ValueKind != JsonValueKind.String || (scope = sentScope.GetString() ?? "").Length > AuthorizationRequest.MaxHint))
        {
            faults.Add("scope", "must be words with spaces between");
        }

        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        if (body.TryGetProperty("request", out var request))
        {
            if (request.ValueKind != JsonValueKind.Object)
            {
                faults.Add("request", "must be an object: what the application sends, by name");
                return null;
            }

            foreach (var member in request.EnumerateObject())
            {
                if (!UpstreamParams.Aliases.Contains(member.Name, StringComparer.Ordinal) || member.Value.ValueKind != JsonValueKind.String)
                {
                    faults.Add("request." + AllowedText.Of(member.Name), $"must be a text, under one of {string.Join(", ", UpstreamParams.Aliases)}");
                    continue;
                }

                sent[member.Name] = member.Value.GetString()!; // as just seen
            }
        }

        var age = sent.GetValueOrDefault("max_age");
        return new AuthorizationRequest
        {
            ClientId = sent.GetValueOrDefault("client_id") ?? "",
            RedirectUri = "",
            Scopes = Words(scope),
            AcrValues = Words(sent.GetValueOrDefault("acr_values")),
            Audience = sent.GetValueOrDefault("audience"),
            MaxAge = int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null,
            Prompt = Words(sent.GetValueOrDefault("prompt")),
            UiLocales = sent.GetValueOrDefault("ui_locales"),
            Hints = sent,
        };
    }

    private static string[] Words(string? text) => (text ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
}
