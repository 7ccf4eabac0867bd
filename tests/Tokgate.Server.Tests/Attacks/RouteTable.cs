namespace Tokgate.Server.Tests.Attacks;

/// <summary>Every route of the broker but those of the management API, whose matrices are made from its own list, and the dashboard's, whose are made of the live pages (DashboardAttackTests). A new route needs a row, and thereby goes through all the matrices.</summary>
internal static class RouteTable
{
    public static IReadOnlyList<Route> Rows { get; } =
    [
        new("/health/live", "GET"),
        new("/health/ready", "GET"),
        new("/health/startup", "GET"),
        new("/.well-known/openid-configuration", "GET", "HEAD") { IsPublic = true },
        new("/.well-known/oauth-authorization-server", "GET", "HEAD") { IsPublic = true },
        new("/.well-known/jwks.json", "GET", "HEAD") { IsPublic = true },
        new("/authorize", "GET", "POST")
        {
            IsPage = true, TakesForm = true, ReadsQuery = true,
            OpenBecause = "clients post their requests from their own sites; it is checked and put aside for a GET",
            WritesBecause = "it is a sign-in that begins",
        },
        new("/login/callback", "GET") { IsPage = true, ReadsQuery = true, WritesBecause = "a state is spent by whatever comes with it" },
        new("/login/callback/{connection}", "GET") { IsPage = true, ReadsQuery = true, WritesBecause = "a state is spent by whatever comes with it" },
        new("/login/qr", "GET", "POST") { IsPage = true, TakesForm = true, ReadsQuery = true },
        new("/login/qr/status", "POST") { TakesForm = true },
        new("/consent", "GET", "POST") { IsPage = true, TakesForm = true, ReadsQuery = true },
        new("/connect", "GET", "POST") { IsPage = true, TakesForm = true, ReadsQuery = true, WritesBecause = "the first browser that opens a link is the one it works in" },
        new("/me/v1/connected-accounts/connect", "POST", "OPTIONS") { IsForScripts = true },
        new("/me/v1/connected-accounts/complete", "POST", "OPTIONS") { IsForScripts = true },
        new("/me/v1/connected-accounts/accounts", "GET", "OPTIONS") { ReadsQuery = true, IsForScripts = true },
        new("/me/v1/connected-accounts/accounts/{id}", "DELETE", "OPTIONS") { ReadsQuery = true, IsForScripts = true },
        new("/me/v1/connected-accounts/accounts/{id}/token", "POST", "OPTIONS") { IsForScripts = true },
        new("/me/v1/connected-accounts/connections", "GET", "OPTIONS") { ReadsQuery = true, IsForScripts = true },
        new("/oauth/token", "POST", "OPTIONS") { TakesForm = true, ReadsQuery = true, IsForScripts = true },
        new("/oauth/par", "POST", "OPTIONS") { TakesForm = true, ReadsQuery = true, IsForScripts = true },
        new("/oauth/qr", "POST", "OPTIONS") { TakesForm = true, ReadsQuery = true, IsForScripts = true },
        new("/oauth/revoke", "POST", "OPTIONS") { TakesForm = true, ReadsQuery = true, IsForScripts = true },
        new("/oauth/introspect", "POST") { TakesForm = true, ReadsQuery = true },
        new("/userinfo", "GET", "POST", "OPTIONS") { ReadsQuery = true, IsForScripts = true },
        new("/oidc/logout", "GET", "POST")
        {
            IsPage = true, TakesForm = true, ReadsQuery = true,
            OpenBecause = "clients post their requests from their own sites; it is checked and put aside for a GET",
            WritesBecause = "somebody who is signed in is asked, and the question waits for its answer",
        },
        new("/oidc/logout/confirm", "POST") { IsPage = true, TakesForm = true },
        new("/webhooks/tiktok/{connection}", "POST"),
        new("/proxy/token", "POST") { TakesForm = true, ReadsQuery = true },
        new("/proxy/revoke", "POST") { TakesForm = true, ReadsQuery = true },
        new("/proxy/userinfo", "GET", "POST") { ReadsQuery = true },
        new("/proxy/authorize", "GET") { ReadsQuery = true },
        new("/assets/{**name}", "GET", "HEAD") { IsPublic = true, IsForever = true },
        new("/api/v2/openapi.json", "GET") { IsPublic = true },
        new("/api/v2/explorer", "GET") { IsPage = true },
        new("/api/v2/explorer/token", "POST") { IsNewEachTime = true },
        new("/account", "GET") { IsPage = true },
        new("/account/sign-in", "POST") { IsPage = true, TakesForm = true, LeadsBack = true },
        new("/account/sessions/end", "POST") { IsPage = true, TakesForm = true, LeadsBack = true },
        new("/account/sessions/end-all", "POST") { IsPage = true, TakesForm = true, LeadsBack = true },
        new("/account/applications/remove", "POST") { IsPage = true, TakesForm = true, LeadsBack = true },
        new("/account/connections/end", "POST") { IsPage = true, TakesForm = true, LeadsBack = true },
        new("/account/connections/connect", "POST") { IsPage = true, TakesForm = true, LeadsBack = true },
    ];

    public static TheoryData<string> All => Of(_ => true);

    public static Route Find(string pattern) => Rows.Single(route => route.Pattern == pattern);

    public static TheoryData<string> Of(Func<Route, bool> which) => new(Rows.Where(which).Select(route => route.Pattern));
}
