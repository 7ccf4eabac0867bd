using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Grants;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Token;
using Tokgate.Server.Upstream;
using Tokgate.Server.Users;
using Tokgate.TikTok;

namespace Tokgate.Server.Trials;

/// <summary>What a trial came to: which scopes, which claim of which field, and what an application would be told. By the code that tells applications, and signed by nobody.</summary>
internal sealed class TrialResult(ClientDirectory clients, IdTokenIssuer idTokens, TimeProvider time)
{
    private const string NewPerson = "usr_(random, made at the first sign-in)";

    public static Trial Succeeded(Trial trial, TrialTimeline timeline, DateTimeOffset now) => Ended(trial, TrialState.Succeeded, timeline, null, now);

    public static Trial Cancelled(Trial trial, TrialTimeline timeline, DateTimeOffset now) => Ended(trial, TrialState.Cancelled, timeline, null, now);

    public static Trial Failed(Trial trial, TrialTimeline timeline, Failure failure, DateTimeOffset now)
    {
        var told = new JsonObject { ["error_id"] = failure.ErrorId };
        foreach (var (name, value) in ((string, string?)[])[("cause", failure.Cause), ("log_id", failure.LogId), ("detail", failure.Detail)])
        {
            if (value is not null)
            {
                told[name] = timeline.Text(value);
            }
        }

        timeline.Document["failure"] = told;
        return Ended(trial, TrialState.Failed, timeline, failure.ErrorId, now);
    }

    public async Task TellAsync(Trial trial, TrialTimeline timeline, Connection connection, TrialDeparture departure, UpstreamPerson person)
    {
        var client = (trial.ClientId is null ? null : await clients.FindAsync(trial.ClientId, CancellationToken.None))?.Client ?? Nobody;
        var (now, began) = (time.GetUtcNow(), time.GetTimestamp());
        var asked = TikTokScopes.Parse(departure.AskedScopes);
        var document = timeline.Document;
        document["scopes"] = new JsonObject { ["asked"] = List(asked), ["granted"] = List(person.Granted), ["refused"] = List(asked.Except(person.Granted)) };
        document["omitted_fields"] = List(person.User.OmittedFields);
        document["mapping"] = new JsonArray([.. connection.Config.Mapping.Trace(person.User.Json).Select(static traced => Traced(traced.Rule, traced.Path, traced.Value))]);
        var claims = JsonSerializer.SerializeToElement(connection.ClaimsOf(NewPerson, person.User.Json, before: null));
        var grant = GrantOf(client, new User(NewPerson, UserStatus.Active, claims, now), person.Granted, now);
        var token = JsonNode.Parse(idTokens.Payload(client, grant, nonce: null, accessToken: ""))!.AsObject(); // made of JSON
        token["at_hash"] = "(of the access token)";
        document["id_token"] = token;
        document["userinfo"] = UserInfo(client, grant);
        timeline.Add(TrialSteps.Mapping, now, time.GetElapsedTime(began), isFine: true, "Nothing of this was kept, and the token was not signed.");
    }

    private static JsonNode? UserInfo(Client client, Grant grant)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("sub"u8, grant.User.Id);
            ReleasedClaims.Write(json, grant.User, ReleasedClaims.OfUserInfo(client, grant, grant.Scopes), grant.UpstreamScopes);
            json.WriteEndObject();
        }

        return JsonNode.Parse(buffer.WrittenSpan);
    }

    private static Grant GrantOf(Client client, User user, TikTokScopes granted, DateTimeOffset now) => new()
    {
        Id = "(none)",
        ClientId = client.Id,
        User = user,
        SessionId = "(of the session)",
        IsOffline = false,
        RedirectUri = client.RedirectUris is [var first, ..] ? first : "",
        Scopes = [Scope.OpenId, Scope.Profile, Scope.Email],
        UpstreamScopes = [.. granted],
        AuthenticatedAt = now,
        ExpiresAt = now,
        SessionEndsAt = null,
    };

    private static Client Nobody { get; } = new() { Id = "(your application)", Name = "An application", Type = ClientType.Confidential, Scopes = [Scope.OpenId, Scope.Profile, Scope.Email] };

    private static JsonObject Traced(ClaimRule rule, string? path, JsonNode? value) => new()
    {
        ["claim"] = rule.Claim,
        ["path"] = path,
        ["tried"] = List(rule.Paths),
        ["update"] = rule.Update.ToString(),
        ["value"] = value,
    };

    private static Trial Ended(Trial trial, TrialState state, TrialTimeline timeline, string? errorId, DateTimeOffset now) =>
        trial with { State = state, Document = timeline.Write(), ErrorId = errorId, EndedAt = now };

    private static JsonArray List(IEnumerable<string> words) => new([.. words.Select(static word => JsonValue.Create(word))]);
}
