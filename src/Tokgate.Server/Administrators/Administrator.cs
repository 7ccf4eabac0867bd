namespace Tokgate.Server.Administrators;

/// <summary>Somebody who operates the broker.</summary>
internal sealed record Administrator
{
    public required string Id { get; init; }

    public required string UserName { get; init; }

    public required AdministratorRole Role { get; init; }

    /// <summary>The broker's own user by whom they sign in too; null for none.</summary>
    public string? UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastLoginAt { get; init; }

    public long Version { get; init; }
}
