namespace Tokgate.TikTok;

/// <summary>Values of <c>error_type</c> that the authorization page has been seen to give. TikTok documents none of them.</summary>
public static class TikTokErrorTypes
{
    /// <summary>Key unknown, app not approved, or Login Kit not added.</summary>
    public const string ClientKey = "client_key";

    /// <summary>The redirect URI is not registered for this key.</summary>
    public const string RedirectUri = "redirect_uri";

    /// <summary>A scope is unknown or not approved.</summary>
    public const string Scope = "scope";

    /// <summary>PKCE is needed, because the redirect URI is registered for desktop or mobile.</summary>
    public const string CodeChallenge = "code_challenge";

    /// <summary>The challenge method is not <c>S256</c>.</summary>
    public const string CodeChallengeMethod = "code_challenge_method";

    /// <summary>A sandbox key, and the account that signed in is not one of the sandbox's target users.</summary>
    public const string NonSandboxTarget = "non_sandbox_target";
}
