namespace Tokgate.Server.Administrators;

/// <summary>By what an administrator came in. These stand in the trail.</summary>
internal static class SignInMethods
{
    /// <summary>A one-time link: the first start's, or another administrator's invitation.</summary>
    public const string Link = "link";

    public const string Passkey = "passkey";

    /// <summary>Name, password and the authenticator's code.</summary>
    public const string Password = "password";

    /// <summary>Name, password and a recovery code.</summary>
    public const string RecoveryCode = "recovery_code";

    /// <summary>This broker's own sign-in with TikTok.</summary>
    public const string Broker = "broker";
}
