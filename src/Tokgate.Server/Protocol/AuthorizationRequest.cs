namespace Tokgate.Server.Protocol;

/// <summary>
/// What a client asked of the authorization endpoint, parsed and checked once. It travels on in this form: into the row that waits while the browser is at
/// TikTok, and into those of posted and pushed requests.
/// </summary>
internal sealed record AuthorizationRequest
{
    public required string ClientId { get; init; }

    /// <summary>As presented. Matched anew against the registration before every answer, because registrations change while people sign in.</summary>
    public required string RedirectUri { get; init; }

    public ResponseMode ResponseMode { get; init; }

    public string? State { get; init; }

    /// <summary>Without the words that the client may not ask for: unknown ones are ignored (OpenID Connect Core, 3.1.2.1).</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Of the API that the token shall also be for, what was asked and the client may do there. No words of OpenID Connect or TikTok, which mean what they mean everywhere.</summary>
    public IReadOnlyList<string> ApiScopes { get; init; } = [];

    public string? Nonce { get; init; }

    public string? CodeChallenge { get; init; }

    public IReadOnlyList<string> Prompt { get; init; } = [];

    public TimeSpan? MaxAge { get; init; }

    public string? UiLocales { get; init; }

    public IReadOnlyList<string> AcrValues { get; init; } = [];

    /// <summary>Longer ones are none: a hint never makes a request fail.</summary>
    public const int MaxHint = 2000;

    /// <summary>What a connection passes on to TikTok and nothing here reads, by the parameter's name; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Hints { get; init; }

    /// <value>A JSON object, or null.</value>
    public string? ClaimsRequest { get; init; }

    /// <summary>An API that the access token shall be for, beside UserInfo.</summary>
    public string? Audience { get; init; }

    /// <summary>The name of a connection, if the client chose.</summary>
    public string? Connection { get; init; }

    /// <summary>Whether the client wants the person to scan a code (true) or to be sent to TikTok in this browser (false).</summary>
    /// <value>Null if the person decides, where there is a choice.</value>
    public bool? WantsQrCode { get; init; }

    /// <summary>The only subject that may answer: from an id_token_hint, or from a value that the claims parameter asks for.</summary>
    public string? Subject { get; init; }

    /// <summary>Of a pushed request, which one code may answer; null for all others.</summary>
    public string? PushedId { get; init; }

    /// <summary>
    /// The name of this attempt in the audit trail, new whenever a browser brings the request. It becomes the id of the grant that comes of it, so that everything
    /// the grant buys belongs to the same story without a column that says so.
    /// </summary>
    public string? FlowId { get; init; }

    /// <summary>Whether a session that is there already may not answer, however young it is.</summary>
    public bool WantsFreshSignIn => Prompt.Contains(PromptWords.Login, StringComparer.Ordinal) || Prompt.Contains(PromptWords.SelectAccount, StringComparer.Ordinal) || MaxAge == TimeSpan.Zero;

    public bool IsSilent => Prompt.Contains(PromptWords.None, StringComparer.Ordinal);

    public bool WantsConsent => Prompt.Contains(PromptWords.Consent, StringComparer.Ordinal);
}
