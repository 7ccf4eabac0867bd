using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Authorize;

/// <summary>The authorize page's checks, in order. The first that fails is the one TikTok shows.</summary>
internal static class AuthorizeChecks
{
    private const int LongestChallenge = 512;

    public static AuthorizeProblem? Check(World world, FormFields? query, out AuthorizeRequest? request)
    {
        request = null;
        if (query is null)
        {
            return AuthorizeProblems.Undecodable;
        }

        if (query.Doubled is { } doubled)
        {
            return AuthorizeProblems.Doubled(doubled);
        }

        if (CheckApp(world, query, out var app) is { } badApp)
        {
            return badApp;
        }

        if (CheckResponse(query) is { } badResponse)
        {
            return badResponse;
        }

        var redirectUri = query["redirect_uri"];
        if (redirectUri is null || app!.PlatformOf(redirectUri) is not { } platform)
        {
            return AuthorizeProblems.RedirectUri(app!, redirectUri);
        }

        if (CheckScopes(app, query["scope"], out var scopes) is { } badScopes)
        {
            return badScopes;
        }

        if (CheckChallenge(query, platform) is { } badChallenge)
        {
            return badChallenge;
        }

        request = new AuthorizeRequest(
            app, platform, redirectUri, scopes, query["state"], query["code_challenge"], AlwaysAsk: query["disable_auto_auth"] == "1");
        return null;
    }

    private static AuthorizeProblem? CheckApp(World world, FormFields query, out TikTokApp? app)
    {
        app = null;
        if (query["client_key"] is not { } clientKey)
        {
            return AuthorizeProblems.NoClientKey(query["client_id"] is not null);
        }

        app = world.Apps.Find(clientKey);
        if (app is not { IsDouyin: false })
        {
            return AuthorizeProblems.UnknownApp(clientKey, world.Apps.All.Where(known => !known.IsDouyin));
        }

        return app.IsUsable ? null : AuthorizeProblems.DraftApp(app);
    }

    private static AuthorizeProblem? CheckResponse(FormFields query)
    {
        if (query["response_type"] is not "code")
        {
            return new("unsupported_response_type", "response_type", null)
            {
                What = "response_type must be code.",
                Received = query["response_type"] ?? "(nothing)",
                Mend = "Send response_type=code. TikTok has no other flow.",
            };
        }

        if (query["disable_auto_auth"] is not (null or "0" or "1"))
        {
            return new("param_error", "disable_auto_auth", null)
            {
                What = "disable_auto_auth must be 0 or 1.",
                Received = query["disable_auto_auth"],
                Mend = "Send 0 to skip the page for people who agreed before, 1 to show it always, or leave it out.",
            };
        }

        return null;
    }

    private static AuthorizeProblem? CheckScopes(TikTokApp app, string? scope, out string[] scopes)
    {
        scopes = scope is null ? [] : Scopes.Split(scope);
        var unknown = scopes.FirstOrDefault(s => !app.Scopes.Contains(s, StringComparer.Ordinal));
        return scopes.Length == 0 || unknown is not null ? AuthorizeProblems.Scope(app, scope, unknown) : null;
    }

    private static AuthorizeProblem? CheckChallenge(FormFields query, AppPlatform platform)
    {
        var challenge = query["code_challenge"];
        if (challenge is null)
        {
            return platform == AppPlatform.Web ? null : AuthorizeProblems.NoChallenge(platform);
        }

        if (challenge.Length > LongestChallenge)
        {
            return new("param_error", "code_challenge", 10007)
            {
                What = "code_challenge is far too long.",
                Mend = "Send the lower-case hexadecimal SHA-256 of the verifier: 64 characters.",
            };
        }

        // Absent is accepted: TikTok's own mobile SDKs do not send the method.
        return query["code_challenge_method"] is null or "S256" ? null : AuthorizeProblems.ChallengeMethod(query["code_challenge_method"]);
    }
}
