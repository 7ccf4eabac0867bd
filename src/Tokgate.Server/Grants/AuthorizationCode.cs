namespace Tokgate.Server.Grants;

internal static class AuthorizationCode
{
    /// <value>RFC 6749, 4.1.2 allows ten minutes; a browser needs a second.</value>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
}
