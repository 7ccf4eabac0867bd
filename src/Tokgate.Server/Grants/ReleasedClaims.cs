using System.Text.Json;
using Tokgate.Server.Clients;
using Tokgate.Server.Protocol;
using Tokgate.Server.Users;

namespace Tokgate.Server.Grants;

/// <summary>
/// Which claims of a user a client gets, and how they are written. By scope, or by name through the claims parameter; by name only what one of the client's own
/// scopes would open, or the parameter would be a way around its registration. What we do not have is absent: never null, never blank.
/// </summary>
internal static class ReleasedClaims
{
    private static readonly (string Scope, IReadOnlyList<string> Names)[] Opened = [(Scope.Profile, ClaimNames.Profile), (Scope.Email, ClaimNames.Email)];

    // The scopes are the token's, which may be fewer than the grant's.
    public static IReadOnlySet<string> OfUserInfo(Client client, Grant grant, IReadOnlyList<string> scopes)
    {
        var names = Named(client, grant.ClaimsRequest?.UserInfo);
        foreach (var (scope, opened) in Opened)
        {
            if (scopes.Contains(scope, StringComparer.Ordinal))
            {
                names.UnionWith(opened);
            }
        }

        return names;
    }

    public static IReadOnlySet<string> OfIdToken(Client client, Grant grant) => Named(client, grant.ClaimsRequest?.IdToken);

    public static void Write(Utf8JsonWriter json, User user, IReadOnlySet<string> names, IReadOnlyList<string> upstreamScopes)
    {
        foreach (var claim in user.Claims.EnumerateObject())
        {
            if (claim.Name != ClaimNames.TikTok && names.Contains(claim.Name) && HasContent(claim.Value))
            {
                claim.WriteTo(json);
            }
        }

        if (names.Contains(ClaimNames.TikTok))
        {
            WriteTikTok(json, user, upstreamScopes);
        }
    }

    // TikTok's own fields, and which of its scopes the person granted to this client: it may be fewer than were asked for.
    private static void WriteTikTok(Utf8JsonWriter json, User user, IReadOnlyList<string> upstreamScopes)
    {
        var hasFields = user.Claims.TryGetProperty(ClaimNames.TikTok, out var fields) && fields.ValueKind == JsonValueKind.Object;
        if (!hasFields && upstreamScopes.Count == 0)
        {
            return;
        }

        json.WriteStartObject(ClaimNames.TikTok);
        if (hasFields)
        {
            foreach (var field in fields.EnumerateObject())
            {
                if (field.Name != "granted_scopes" && HasContent(field.Value))
                {
                    field.WriteTo(json);
                }
            }
        }

        if (upstreamScopes.Count > 0)
        {
            json.WriteStartArray("granted_scopes");
            foreach (var scope in upstreamScopes)
            {
                json.WriteStringValue(scope);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static HashSet<string> Named(Client client, IReadOnlyDictionary<string, ClaimDemand>? demands)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (demands is null)
        {
            return names;
        }

        foreach (var (scope, opened) in Opened)
        {
            if (client.Scopes.Contains(scope, StringComparer.Ordinal))
            {
                names.UnionWith(opened.Where(demands.ContainsKey));
            }
        }

        return names;
    }

    private static bool HasContent(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => false,
        JsonValueKind.String => !string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.GetPropertyCount() > 0,
        _ => true,
    };
}
