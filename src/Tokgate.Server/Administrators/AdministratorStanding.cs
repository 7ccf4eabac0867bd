namespace Tokgate.Server.Administrators;

/// <summary>Somebody who operates the broker, with by what they can sign in.</summary>
internal sealed record AdministratorStanding(Administrator Administrator, bool HasPassword, int Passkeys)
{
    public bool CanReturn => HasPassword || Passkeys > 0 || Administrator.UserId is not null;
}
