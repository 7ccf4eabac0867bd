namespace Tokgate.Server.Administrators;

/// <summary>Somebody who operates the broker, with what they prove it by.</summary>
internal sealed record AdministratorCredentials(Administrator Administrator)
{
    /// <value>Null if they have none; then there is no authenticator either.</value>
    public string? PasswordHash { get; init; }

    public byte[]? SealedTotp { get; init; }

    public int RecoveryCodes { get; init; }

    public IReadOnlyList<AdministratorPasskey> Passkeys { get; init; } = [];

    /// <summary>Whether there is a way back in once this session ends.</summary>
    public bool CanReturn => Ways > 0;

    /// <summary>How many ways in there are.</summary>
    public int Ways => (PasswordHash is null ? 0 : 1) + Passkeys.Count + (Administrator.UserId is null ? 0 : 1);

    public override string ToString() => Administrator.ToString();
}
