using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tokgate.Server.Management.People;

/// <summary>A person as an operator sees them: what is said about them, how they came, and what the operator keeps beside it. Never a token.</summary>
internal sealed record Person
{
    public required string Id { get; init; }

    public required bool IsBlocked { get; init; }

    /// <summary>Not to be changed; <see cref="With"/> makes another.</summary>
    public required JsonObject Claims { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? LastLoginAt { get; init; }

    public long Logins { get; init; }

    /// <value>The connection of the last sign-in.</value>
    public string? Connection { get; init; }

    public JsonObject UserMetadata { get; init; } = [];

    public JsonObject AppMetadata { get; init; } = [];

    public long Version { get; init; }

    public IReadOnlyList<PersonIdentity> Identities { get; init; } = [];

    /// <value>Where it stands in the list that it was read with.</value>
    public string Position { get; init; } = "";

    public string? Text(string claim) => Claims[claim] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public Person With(string claim, string? value)
    {
        var claims = Claims.DeepClone().AsObject();
        if (value is null)
        {
            claims.Remove(claim);
        }
        else
        {
            claims[claim] = value;
        }

        return this with { Claims = claims };
    }

    public override string ToString() => Id;
}
