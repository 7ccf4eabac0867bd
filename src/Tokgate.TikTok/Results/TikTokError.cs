using System.Diagnostics.CodeAnalysis;

namespace Tokgate.TikTok;

/// <summary>
/// TikTok said no. One type for its three ways of saying so: parameters of the callback, the flat error of the OAuth endpoints
/// (<c>error</c>, <c>error_description</c>, <c>log_id</c>) and the nested one of the API (<c>error.code</c>, <c>message</c>, <c>log_id</c>).
/// </summary>
/// <remarks>All texts are cleaned on the way in: length-capped, without control characters, without anything that looks like a token.</remarks>
public sealed class TikTokError
{
    private const int LongestWord = 100;
    private const int LongestText = 500;

    /// <summary>
    /// TikTok's code, known (<see cref="TikTokErrorCodes"/>) or not. Douyin has numbers instead: known ones stand here as the TikTok code of the same meaning, others as
    /// they came, and <see cref="Number"/> has each as it came.
    /// </summary>
    public required string Code
    {
        get;
        init => field = SafeText.Clean(value, LongestWord) ?? "unknown";
    }

    /// <summary>What was being asked.</summary>
    public required TikTokEndpoint Endpoint { get; init; }

    /// <summary>TikTok's explanation, for a developer; at most 500 characters. Null when there was none.</summary>
    public string? Description
    {
        get;
        init => field = SafeText.Clean(value, LongestText);
    }

    /// <summary>TikTok's id of the request; quote it to TikTok's support. Null when there was none.</summary>
    public string? LogId
    {
        get;
        init => field = SafeText.Clean(value, LongestWord);
    }

    /// <summary>The HTTP status; null for an error that came by the callback. TikTok sends many of its errors with 200.</summary>
    public int? Status { get; init; }

    /// <summary>The callback's <c>error_type</c> (<see cref="TikTokErrorTypes"/>); null elsewhere.</summary>
    public string? Type
    {
        get;
        init => field = SafeText.Clean(value, LongestWord);
    }

    /// <summary>The callback's <c>error_code</c> or <c>errCode</c>, or the number that Douyin answered with; null elsewhere, and when it is no number.</summary>
    public long? Number { get; init; }

    /// <summary>How long TikTok asked to wait (<c>Retry-After</c>); null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What it means for whoever wants to try again.</summary>
    public TikTokOutcome Outcome => TikTokOutcomes.Refused(Endpoint, Status, Code);

    /// <summary>Code or refresh token is dead: only the user's signing in again helps. One's own second use of a code looks the same.</summary>
    public bool IsReauthenticationRequired => Code == TikTokErrorCodes.InvalidGrant;

    /// <summary>The access token was refused: refresh it and ask again.</summary>
    public bool IsAccessTokenInvalid => Code == TikTokErrorCodes.AccessTokenInvalid;

    /// <summary>The user did not grant what this needs.</summary>
    public bool IsScopeMissing => Code is TikTokErrorCodes.ScopeNotAuthorized or TikTokErrorCodes.ScopePermissionMissed;

    /// <summary>Too many calls.</summary>
    public bool IsRateLimited => Status == 429 || Code == TikTokErrorCodes.RateLimitExceeded;

    /// <summary>The fault is in the app's set-up or in what it sent; no user can mend it, and no user's grant is to blame.</summary>
    public bool IsConfigurationError =>
        Code is TikTokErrorCodes.InvalidClient
            or TikTokErrorCodes.UnauthorizedClient
            or TikTokErrorCodes.InvalidRequest
            or TikTokErrorCodes.InvalidScope
            or TikTokErrorCodes.InvalidParams
            or TikTokErrorCodes.ParamError
            or TikTokErrorCodes.UnsupportedGrantType
            or TikTokErrorCodes.UnsupportedResponseType
        || Type == TikTokErrorTypes.NonSandboxTarget;

    /// <summary>What may be logged: endpoint, code and log id.</summary>
    /// <returns>Never any text of TikTok's.</returns>
    [SuppressMessage("Globalization", "CA1305:Specify IFormatProvider", Justification = "Strings and an enum.")]
    public override string ToString() => LogId is null ? $"{Endpoint}: {Code}" : $"{Endpoint}: {Code} (log_id {LogId})";
}
