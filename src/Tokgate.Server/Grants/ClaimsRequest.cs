using System.Text;
using System.Text.Json;
using Tokgate.Server.Keys;

namespace Tokgate.Server.Grants;

/// <summary>The <c>claims</c> parameter (OpenID Connect Core, 5.5), read strictly: what we half understand we would half obey.</summary>
internal sealed class ClaimsRequest
{
    public const int MaxLength = 4 * 1024;
    private const int MaxClaims = 50;
    private const int MaxValues = 20;

    private ClaimsRequest(string json, IReadOnlyDictionary<string, ClaimDemand> userInfo, IReadOnlyDictionary<string, ClaimDemand> idToken)
    {
        Json = json;
        UserInfo = userInfo;
        IdToken = idToken;
    }

    /// <summary>As it was sent.</summary>
    public string Json { get; }

    public IReadOnlyDictionary<string, ClaimDemand> UserInfo { get; }

    public IReadOnlyDictionary<string, ClaimDemand> IdToken { get; }

    /// <summary>Null if it is malformed, for which the answer is <c>invalid_request</c>.</summary>
    public static ClaimsRequest? Parse(string json) =>
        json.Length <= MaxLength && StrictJson.TryParseObject(Encoding.UTF8.GetBytes(json), out var root)
        && Section(root, "userinfo") is { } userInfo && Section(root, "id_token") is { } idToken
            ? new ClaimsRequest(json, userInfo, idToken)
            : null;

    // Members other than the two are ignored, as 5.5 wants.
    private static Dictionary<string, ClaimDemand>? Section(JsonElement root, string name)
    {
        var demands = new Dictionary<string, ClaimDemand>(StringComparer.Ordinal);
        if (!root.TryGetProperty(name, out var section))
        {
            return demands;
        }

        if (section.ValueKind != JsonValueKind.Object || section.GetPropertyCount() > MaxClaims)
        {
            return null;
        }

        foreach (var member in section.EnumerateObject())
        {
            if (Demand(member.Value) is not { } demand)
            {
                return null;
            }

            demands.Add(member.Name, demand);
        }

        return demands;
    }

    private static ClaimDemand? Demand(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return ClaimDemand.Plain;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var isEssential = false;
        if (value.TryGetProperty("essential", out var essential))
        {
            if (essential.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                return null;
            }

            isEssential = essential.GetBoolean();
        }

        return Values(value) is { } values ? new ClaimDemand(isEssential, values) : null;
    }

    private static IReadOnlyList<string>? Values(JsonElement demand)
    {
        var hasOne = demand.TryGetProperty("value", out _);
        if (!demand.TryGetProperty("values", out var many))
        {
            return demand.Text("value") is { } value ? [value] : [];
        }

        // Both at once contradict each other.
        return hasOne || many.ValueKind != JsonValueKind.Array || many.GetArrayLength() is 0 or > MaxValues
            ? null
            : [.. many.EnumerateArray().Where(static member => member.ValueKind == JsonValueKind.String).Select(static member => member.GetString()!)]; // strings, as just seen
    }
}
