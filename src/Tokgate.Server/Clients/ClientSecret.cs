using Tokgate.Server.Protocol;

namespace Tokgate.Server.Clients;

/// <summary>A secret as we keep it. The prefix is for people, who must tell two apart; access tokens name the id, and die with it.</summary>
internal sealed record ClientSecret(string Id, string Prefix, byte[] Hash, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    public const int PrefixLength = 8;

    public static ClientSecret Of(string text, DateTimeOffset createdAt) => new(RandomId.New(), text[..PrefixLength], Handle.HashOf(text), createdAt, ExpiresAt: null);

    /// <value>To the hour; null if it was never used.</value>
    public DateTimeOffset? LastUsedAt { get; init; }

    public bool IsActive(DateTimeOffset now) => ExpiresAt is null || now < ExpiresAt;
}
