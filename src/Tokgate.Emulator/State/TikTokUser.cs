using System.Collections.Immutable;

namespace Tokgate.Emulator.State;

/// <summary>A person at TikTok. A field that is null is left out of user info, as TikTok leaves out what it does not have.</summary>
internal sealed record TikTokUser
{
    /// <summary>Stays when the username changes; open_id and union_id are made from it.</summary>
    public required string Id { get; init; }

    public required string Username { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>Null = the emulator draws one.</summary>
    public string? AvatarUrl { get; init; }

    public string? AvatarUrl100 { get; init; }

    public string? AvatarLargeUrl { get; init; }

    public string? BioDescription { get; init; }

    public string? ProfileDeepLink { get; init; }

    public bool? IsVerified { get; init; }

    public long? FollowerCount { get; init; }

    public long? FollowingCount { get; init; }

    public long? LikesCount { get; init; }

    public long? VideoCount { get; init; }

    /// <summary>False = TikTok knows no union_id for this person.</summary>
    public bool HasUnionId { get; init; } = true;

    /// <summary>Null = made from the person and the developer.</summary>
    public string? UnionId { get; init; }

    /// <summary>The only scopes that this person ever grants; null = all.</summary>
    public ImmutableArray<string>? GrantableScopes { get; init; }

    public ImmutableArray<TikTokVideo> Videos { get; init; } = [];

    public bool CanGrant(string scope) => GrantableScopes is not { } only || only.Contains(scope, StringComparer.Ordinal);
}
