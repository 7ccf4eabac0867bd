namespace Tokgate.Server.Administrators;

/// <summary>A passkey, as its owner sees it, with what ASP.NET Core Identity keeps of it.</summary>
internal sealed record AdministratorPasskey
{
    public required byte[] CredentialId { get; init; }

    public required string AdministratorId { get; init; }

    public required string Name { get; init; }

    public required string Document { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}
