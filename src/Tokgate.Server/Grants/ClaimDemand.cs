namespace Tokgate.Server.Grants;

/// <summary>How one claim is asked for (OpenID Connect Core, 5.5.1). Values are texts; a claim that is asked for with other kinds of values has none here.</summary>
internal sealed record ClaimDemand(bool IsEssential, IReadOnlyList<string> Values)
{
    public static ClaimDemand Plain { get; } = new(false, []);
}
