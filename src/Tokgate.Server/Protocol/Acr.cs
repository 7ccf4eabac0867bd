namespace Tokgate.Server.Protocol;

/// <summary>What we can honestly say about how somebody signed in: by one social account, without knowing what that asked for.</summary>
internal static class Acr
{
    public const string Social = "urn:tokgate:acr:social";
}
