using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Checker;

/// <summary>What went before: sign-ins, codes, tokens, and what must not come twice. Bounded; used under the checker's lock alone.</summary>
internal sealed class Memory
{
    private const int Most = 4_000;
    private const int LongestPrefix = 24;

    // A page that a person reads for a while before the browser asks for the profile is nothing that a program waits for.
    private static readonly TimeSpan FailureCounts = TimeSpan.FromMinutes(2);

    /// <summary>False once a request was skipped: then what is not known here may well be right.</summary>
    public bool IsComplete { get; set; } = true;

    public BoundedMap<SignIn> Codes { get; } = new(Most);

    public BoundedMap<AccessTrace> AccessTokens { get; } = new(Most);

    public BoundedMap<RefreshTrace> RefreshTokens { get; } = new(Most);

    public BoundedMap<QrTrace> QrCodes { get; } = new(Most);

    public BoundedMap<LimitTrace> Limits { get; } = new(Most);

    private BoundedMap<SignIn> Waiting { get; } = new(Most);

    private BoundedMap<SignIn> Prefixes { get; } = new(Most);

    private BoundedMap<SignIn> Challenges { get; } = new(Most);

    private BoundedMap<SignIn> Verifiers { get; } = new(Most);

    private BoundedMap<StateUse> States { get; } = new(Most);

    private BoundedMap<FailedExchange> Failures { get; } = new(Most);

    private BoundedMap<QrTrace> Tickets { get; } = new(Most);

    /// <summary>The first sign-in of this client that had the challenge.</summary>
    public SignIn? ChallengeOf(string? clientKey, string challenge) => Challenges.Find(Key(clientKey, challenge));

    /// <summary>The first sign-in of this client that was finished with the verifier.</summary>
    public SignIn? VerifierOf(string? clientKey, string verifier) => Verifiers.Find(Key(clientKey, verifier));

    public StateUse? StateOf(string? clientKey, string state) => States.Find(Key(clientKey, state));

    /// <summary>A sign-in whose code begins as this one.</summary>
    public SignIn? SimilarCode(string code) => code.Length < LongestPrefix ? null : Prefixes.Find(code[..LongestPrefix]);

    /// <summary>The token request of the same program that was refused last, if nothing went well since.</summary>
    public FailedExchange? FailureOf(Sighting sighting) =>
        Failures.Find(sighting.Request.UserAgent) is { } failure && sighting.Now - failure.At < FailureCounts ? failure : null;

    public QrTrace? TicketOf(string ticket) => Tickets.Find(ticket);

    public static string LimitKey(Sighting sighting) => Key(sighting.ClientKey, sighting.Request.Path);

    public void Learn(Sighting sighting)
    {
        switch (sighting.Endpoint)
        {
            case CheckedEndpoints.Authorize:
                LearnSignIn(sighting);
                break;
            case CheckedEndpoints.Consent:
                LearnCode(Waiting.Find(Key(sighting.Answer.RedirectUri, sighting.Answer.Callback["state"])), sighting);
                break;
            case CheckedEndpoints.Token when sighting.Answer["access_token"] is { } token:
                Failures.Remove(sighting.Request.UserAgent);
                LearnTokens(sighting, token);
                break;
            case CheckedEndpoints.Token when sighting.RedeemsCode && sighting.Answer.OAuthError is { } error:
                Failures.Add(sighting.Request.UserAgent, new FailedExchange(sighting.ClientKey, error, sighting.Answer.Status, sighting.Now));
                if (error == "invalid_grant")
                {
                    sighting.SignIn?.Refusals.Add(sighting.Exchange);
                }

                break;
            case CheckedEndpoints.Token when sighting is { Refresh: { } refresh, Answer.OAuthError: "invalid_grant" }:
                refresh.Refusals.Add(sighting.Exchange);
                break;
            case CheckedEndpoints.Revoke when sighting.Access is { } access && sighting.Answer is { Status: 200, OAuthError: null }:
                access.IsRevokedByClient = true;
                break;
            case CheckedEndpoints.GetQrCode or CheckedEndpoints.CheckQrCode or CheckedEndpoints.Phone:
                LearnQrCode(sighting);
                break;
            case CheckedEndpoints.UserInfo or CheckedEndpoints.VideoList or CheckedEndpoints.VideoQuery:
                LearnCall(sighting);
                break;
        }
    }

    public void Clear()
    {
        IsComplete = true;
        foreach (var map in (BoundedMap<SignIn>[])[Codes, Waiting, Prefixes, Challenges, Verifiers])
        {
            map.Clear();
        }

        AccessTokens.Clear();
        RefreshTokens.Clear();
        QrCodes.Clear();
        Tickets.Clear();
        Limits.Clear();
        States.Clear();
        Failures.Clear();
    }

    private static string Key(string? first, string? second) => $"{first}\n{second}";

    private void LearnSignIn(Sighting sighting)
    {
        var redirectUri = sighting.Query["redirect_uri"];
        var signIn = new SignIn
        {
            ClientKey = sighting.ClientKey,
            RedirectUri = redirectUri ?? "",
            Platform = sighting.PlatformOf(redirectUri),
            State = sighting.Query["state"],
            Challenge = sighting.Query["code_challenge"],
            Scopes = ScopeList.Names(sighting.Query["scope"]),
        };
        Waiting.Add(Key(signIn.RedirectUri, signIn.State), signIn);
        if (signIn.Challenge is { } challenge && ChallengeOf(signIn.ClientKey, challenge) is null)
        {
            Challenges.Add(Key(signIn.ClientKey, challenge), signIn);
        }

        if (signIn.State is { } state && StateOf(signIn.ClientKey, state) is null)
        {
            States.Add(Key(signIn.ClientKey, state), new StateUse { First = signIn });
        }

        LearnCode(signIn, sighting);
    }

    private void LearnCode(SignIn? signIn, Sighting sighting)
    {
        if (signIn is not null && sighting.Answer.Callback["code"] is { } code)
        {
            Remember(signIn.WithCode(sighting.Answer.Callback["scopes"] ?? "", sighting.CodeExpiresAt), code);
        }
    }

    private void Remember(SignIn signIn, string code)
    {
        Codes.Add(code, signIn);
        if (code.Length >= LongestPrefix)
        {
            Prefixes.Add(code[..LongestPrefix], signIn);
        }
    }

    private void LearnTokens(Sighting sighting, string accessToken)
    {
        var grant = sighting.Refresh?.Grant;
        if (sighting.RedeemsCode && sighting.SignIn is { } signIn)
        {
            signIn.RedeemedAt = sighting.Exchange.Answered;
            if (signIn.State is { } state && StateOf(signIn.ClientKey, state) is { } use)
            {
                use.Redemptions++;
            }

            if (sighting.Sent("code_verifier") is { } verifier && VerifierOf(signIn.ClientKey, verifier) is null)
            {
                Verifiers.Add(Key(signIn.ClientKey, verifier), signIn);
            }

            grant = new GrantTrace { Asked = signIn.Scopes, Granted = signIn.Granted };
        }

        if (sighting.Refreshes && sighting.Refresh is { } used)
        {
            used.Grant.EarlyRefreshes = used.IsEarly(sighting.Now) ? used.Grant.EarlyRefreshes + 1 : 0;
        }

        if (sighting.Answer["refresh_token"] is not { } refreshToken)
        {
            AccessTokens.Add(accessToken, new AccessTrace(sighting.ClientKey, null, sighting.Now.AddSeconds(sighting.Answer.Seconds("expires_in"))));
            return;
        }

        grant ??= new GrantTrace { Granted = sighting.Answer["scope"] ?? "" };
        var access = new AccessTrace(sighting.ClientKey, grant, sighting.Now.AddSeconds(sighting.Answer.Seconds("expires_in")));
        AccessTokens.Add(accessToken, access);
        if (sighting.Refreshes && sighting.Sent("refresh_token") is { } spent && spent != refreshToken)
        {
            var rotated = sighting.Refresh ?? new RefreshTrace(sighting.ClientKey, grant, access, sighting.Now);
            rotated.RotatedAt = sighting.Exchange.Answered;
            RefreshTokens.Add(spent, rotated);
        }

        RefreshTokens.Add(refreshToken, new RefreshTrace(sighting.ClientKey, grant, access, sighting.Now));
    }

    private void LearnCall(Sighting sighting)
    {
        if (sighting.Access is { } access && sighting.Answer.IsTokenRefused)
        {
            access.Refusals.Add(sighting.Exchange);
        }

        var key = LimitKey(sighting);
        if (sighting.Answer.Status != 429)
        {
            Limits.Remove(key);
        }
        else
        {
            var before = Limits.Find(key);
            var isRepeat = before is not null && before.IsIgnoredBy(sighting);
            Limits.Add(key, new LimitTrace(sighting.Exchange.Answered, sighting.Now, isRepeat ? before!.Repeats + 1 : 0)); // a repeat has one before
        }
    }

    private void LearnQrCode(Sighting sighting)
    {
        if (sighting.Endpoint == CheckedEndpoints.GetQrCode && sighting.Answer["token"] is { } made)
        {
            QrCodes.Add(made, new QrTrace { ClientKey = sighting.ClientKey, Scopes = ScopeList.Names(sighting.Sent("scope")) });
        }
        else if (sighting.Endpoint == CheckedEndpoints.CheckQrCode && sighting.Sent("token") is { } token && QrCodes.Find(token) is { } code)
        {
            code.Poll(sighting);
            if (sighting.Answer["redirect_uri"] is { } address && address.IndexOf('?', StringComparison.Ordinal) is > 0 and var question
                && Wire.FormFields.ParseQuery(address[question..]) is { } callback && callback["code"] is { } confirmed)
            {
                Remember(
                    new SignIn { ClientKey = code.ClientKey, RedirectUri = address[..question], IsFromQrCode = true, Scopes = code.Scopes }
                        .WithCode(callback["scopes"] ?? "", sighting.CodeExpiresAt),
                    confirmed);
            }
        }
        else if (sighting.Endpoint == CheckedEndpoints.Phone && ScannedCode.Of(sighting) is { Ticket.Length: > 0 } scanned && TicketOf(scanned.Ticket) is null)
        {
            Tickets.Add(scanned.Ticket, new QrTrace { PublicId = scanned.PublicId });
        }
    }
}
