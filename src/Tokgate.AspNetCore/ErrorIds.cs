namespace Tokgate.AspNetCore;

/// <summary>The handler's error ids; each has a page under <c>docs/errors</c>.</summary>
internal static class ErrorIds
{
    /// <summary>The options are incomplete or contradict each other.</summary>
    public const string InvalidOptions = "TTK2001";

    /// <summary>TikTok would refuse what this challenge asks for, its redirect URI most often.</summary>
    public const string ChallengeRefused = "TTK2002";

    /// <summary>TikTok answered the sign-in with an error.</summary>
    public const string SignInRefused = "TTK2003";

    /// <summary>TikTok did not answer, or not in a way that can be understood.</summary>
    public const string TikTokUnavailable = "TTK2004";

    /// <summary>The callback does not belong to a sign-in that this browser began, or comes too late.</summary>
    public const string CallbackNotExpected = "TTK2005";

    /// <summary>User info is about another user than the tokens.</summary>
    public const string OtherUser = "TTK2006";

    /// <summary>The challenge's prompt is none that TikTok can honour.</summary>
    public const string PromptRefused = "TTK2007";

    /// <summary>Sign-in addresses were mapped without a scheme, or under something that is no path.</summary>
    public const string LoginNotPossible = "TTK2008";

    /// <summary>After a sign-in or sign-out the browser would be sent to another site.</summary>
    public const string CallbackUrlRefused = "TTK2009";

    /// <summary>Another site asked for signing out.</summary>
    public const string SignOutRefused = "TTK2010";

    /// <summary>The button on a page does not know where a sign-in begins.</summary>
    public const string ButtonWithoutAddress = "TTK2011";

    /// <summary>Nobody said where the vault's master key is.</summary>
    public const string MasterKeyNotNamed = "TTK2100";

    /// <summary>The vault has no store.</summary>
    public const string VaultStoreMissing = "TTK2101";

    /// <summary>There is a vault and no TikTok scheme.</summary>
    public const string SchemeMissing = "TTK2102";

    /// <summary>Tokens would be kept twice: in the vault, and in the session.</summary>
    public const string TokensKeptTwice = "TTK2103";

    /// <summary>Nobody can own a sign-in's grant.</summary>
    public const string OwnerMissing = "TTK2104";

    /// <summary>A sign-in's tokens could not be kept.</summary>
    public const string GrantNotKept = "TTK2105";

    /// <summary>An HTTP client wants tokens and there is no vault.</summary>
    public const string VaultMissing = "TTK2106";

    /// <summary>An option of an HTTP client with tokens is out of range.</summary>
    public const string TokenOptionOutOfRange = "TTK2107";

    /// <summary>A request to TikTok's API was not sent: the person must sign in.</summary>
    public const string SignInRequired = "TTK2110";

    /// <summary>A request to TikTok's API was not sent: there is no token at the moment.</summary>
    public const string TokenUnavailable = "TTK2111";
}
