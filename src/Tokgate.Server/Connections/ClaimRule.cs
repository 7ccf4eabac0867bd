namespace Tokgate.Server.Connections;

/// <summary>A claim and where it comes from: the first of the paths (<c>$.display_name</c>, or <c>$</c> for the whole profile) with something in it.</summary>
internal sealed record ClaimRule(string Claim, params IReadOnlyList<string> Paths)
{
    public ClaimUpdate Update { get; init; }
}
