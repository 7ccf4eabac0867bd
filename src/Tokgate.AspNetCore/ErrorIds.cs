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
}
