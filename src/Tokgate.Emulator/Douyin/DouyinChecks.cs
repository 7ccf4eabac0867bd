using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Douyin;

/// <summary>The checks of <c>/platform/oauth/connect/</c>, in order. The first that fails is the one that is shown.</summary>
internal static class DouyinChecks
{
    public static DouyinProblem? Check(World world, FormFields? query, out DouyinRequest? request)
    {
        request = null;
        if (query is not { Doubled: null })
        {
            return new(DouyinAnswers.BadParameter, query?.Doubled ?? "query")
            {
                Chinese = "参数错误",
                What = query is null ? "The query string cannot be decoded." : "A parameter came twice.",
                Mend = "Build the address with a URL builder, which encodes every value once, and send every parameter once.",
            };
        }

        if (CheckApp(world, query, out var app) is { } badApp)
        {
            return badApp;
        }

        if (query["response_type"] != "code")
        {
            return new(DouyinAnswers.BadParameter, "response_type")
            {
                Chinese = "参数错误",
                What = "response_type must be code.",
                Received = query["response_type"],
                Mend = "Send response_type=code. Douyin has no other flow.",
            };
        }

        if (CheckRedirectUri(app!, query["redirect_uri"]) is { } badAddress)
        {
            return badAddress;
        }

        if (CheckScopes(app!, query, out var scopes, out var optional) is { } badScopes)
        {
            return badScopes;
        }

        request = new DouyinRequest(app!, query["redirect_uri"]!, scopes, optional, query["state"]); // checked above
        return null;
    }

    /// <summary>What is compared with the registration: everything before a <c>#</c>.</summary>
    public static string BeforeFragment(string redirectUri) =>
        redirectUri.IndexOf('#', StringComparison.Ordinal) is var at and >= 0 ? redirectUri[..at] : redirectUri;

    private static DouyinProblem? CheckApp(World world, FormFields query, out TikTokApp? app)
    {
        app = world.Apps.Find(query["client_key"]);
        if (app is not { IsDouyin: true })
        {
            return UnknownApp(world, query, isTikToks: app is not null);
        }

        return app.IsUsable ? null : new(DouyinAnswers.AppInReview, "client_key")
        {
            Chinese = "应用审核中",
            What = "The app is still in review.",
            Received = app.ClientKey,
            Mend = "Approve it here: PUT /_emulator/apps/{client_key} with {\"status\":\"approved\"}.",
        };
    }

    private static DouyinProblem UnknownApp(World world, FormFields query, bool isTikToks) =>
        new(query["client_key"] is null ? DouyinAnswers.MissingParameter : DouyinAnswers.UnknownApp, "client_key")
        {
            Chinese = query["client_key"] is null ? "缺少参数" : "client_key 不存在",
            What = isTikToks ? "That is an app of TikTok's, and Douyin knows only its own."
                : query["client_id"] is not null ? "client_id was sent, but Douyin's name for it is client_key."
                : "No Douyin app has this client_key.",
            Received = query["client_key"],
            Registered = [.. world.Apps.All.Where(known => known.IsDouyin).Select(known => $"{known.ClientKey} ({known.Name})")],
            Mend = "Use a registered key, or register the app with POST /_emulator/apps and \"service\":\"douyin\".",
        };

    private static DouyinProblem? CheckRedirectUri(TikTokApp app, string? redirectUri) =>
        redirectUri is not null && !redirectUri.Contains('?', StringComparison.Ordinal) && app.PlatformOf(BeforeFragment(redirectUri)) is not null
            ? null
            : new(redirectUri is null ? DouyinAnswers.MissingParameter : DouyinAnswers.BadRedirectUri, "redirect_uri")
            {
                Chinese = redirectUri is null ? "缺少参数" : "非法重定向 URI",
                What = redirectUri is null ? "redirect_uri is missing." : "The redirect_uri is not registered for this app, or has a query. What follows a # is not compared.",
                Received = redirectUri,
                Registered = [.. Enum.GetValues<AppPlatform>().SelectMany(platform => app.RedirectUris(platform))],
                Mend = "Send a registered address, or register this one with PUT /_emulator/apps/{client_key}. Carry data in state.",
            };

    private static DouyinProblem? CheckScopes(
        TikTokApp app, FormFields query, out IReadOnlyList<string> scopes, out IReadOnlyList<KeyValuePair<string, bool>> optional)
    {
        scopes = query["scope"] is { } list ? Scopes.Split(list) : [];
        optional = [];
        if (scopes.Count == 0)
        {
            return new(DouyinAnswers.MissingParameter, "scope")
            {
                Chinese = "缺少参数",
                What = "scope is missing.",
                Mend = $"Send scope={DouyinScopes.UserInfo}; several are joined by commas.",
            };
        }

        if (query["optionalScope"] is { } pairs)
        {
            var parts = pairs.Split(',');
            if (parts.Length % 2 != 0 || parts.Where((_, i) => i % 2 != 0).Any(tick => tick is not ("0" or "1")))
            {
                return new(DouyinAnswers.BadParameter, "optionalScope")
                {
                    Chinese = "参数错误",
                    What = "optionalScope is a list of pairs: a scope, then 1 when it is ticked at first, or 0.",
                    Received = pairs,
                    Mend = "Send for example optionalScope=friend_relation,1,message,0.",
                };
            }

            optional = [.. parts.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1] == "1"))];
        }

        var unknown = scopes.Concat(optional.Select(pair => pair.Key))
            .FirstOrDefault(scope => scope == DouyinScopes.RenewRefreshToken || !app.Scopes.Contains(scope, StringComparer.Ordinal));
        return unknown is null ? null : new(DouyinAnswers.NotPermitted, "scope")
        {
            Chinese = "权限不足",
            What = unknown == DouyinScopes.RenewRefreshToken
                ? "renew_refresh_token is the app's own permission; people are not asked for it."
                : "The app does not have this scope.",
            Received = unknown,
            Registered = app.Scopes,
            Mend = "Leave it out, or give it to the app with PUT /_emulator/apps/{client_key}. Join scopes by commas, not by spaces.",
        };
    }
}
