using System.Globalization;
using Tokgate.Emulator.Pages;
using Tokgate.Emulator.Requests;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Index;

/// <summary><c>/</c>: what this is, what is in it, and how to drive it.</summary>
/// <remarks>Owns nothing; shows apps, people, the clock, the latest requests and the calls of the control API.</remarks>
internal sealed class IndexPage(World world, RequestLog requests)
{
    private static readonly (string Call, string Does)[] Calls =
    [
        ("GET/POST /_emulator/apps, PUT/DELETE /_emulator/apps/{client_key}", "apps: keys, redirect URIs per platform, scopes, sandbox, webhook address"),
        ("GET/POST /_emulator/users, PUT/DELETE /_emulator/users/{username}", "people: every user-info field, videos"),
        ("PUT /_emulator/consent", "ask on the page, or answer at once (auto, deny)"),
        ("PUT /_emulator/profile", "lifetimes, rotation, rate limit and everything TikTok leaves open"),
        ("POST/GET/DELETE /_emulator/faults", "the next answers go wrong: status, body, delay, hang, cut, HTML, truncated, rate limit"),
        ("POST /_emulator/clock/advance", "moves the emulator’s time"),
        ("GET/DELETE /_emulator/requests", "what was received, newest last; secrets as the start of their hash"),
        ("GET/DELETE /_emulator/check, GET /_emulator/check.json", "how clients departed from TikTok’s documentation, each deviation by name; docs/guides/checker.md tells of every rule"),
        ("POST /_emulator/users/{username}/remove-authorization", "the person disconnects the app; webhook"),
        ("GET /_emulator/authorizations, GET /_emulator/webhooks", "who connected what; webhooks and how their delivery went"),
        ("POST /_emulator/qr", "scan and answer a QR code from a script"),
        ("POST /_emulator/reset", "back to the start"),
    ];

    public Answer Show() => Page.Answer("TikTok emulator", Html.Of($"""
        <section class="card wide">
        <h1>TikTok on this machine</h1>
        <p>Both of TikTok’s hosts, <code>www.tiktok.com</code> and <code>open.tiktokapis.com</code>, answer under <code>{world.BaseAddress.AbsoluteUri}</code>, with TikTok’s own rules and mistakes; so does Douyin’s <code>open.douyin.com</code>, at its own paths.
        Anyone can sign in as anyone: never let anything that matters trust it.</p>
        <dl><dt>Emulator’s time</dt><dd>{Time(world.Clock.Now)}{(world.Clock.Added > TimeSpan.Zero ? Html.Of($" <span class=\"tag\">moved by {world.Clock.Added.ToString("c", CultureInfo.InvariantCulture)}</span>") : Html.Empty)}</dd>
        <dt>Consent</dt><dd>{world.Consent.Kind} {world.Consent.User}</dd>
        <dt>Lifetimes</dt><dd>access {Number(world.Profile.AccessSeconds)} s, refresh {Number(world.Profile.RefreshSeconds)} s, rotation {(world.Profile.StrictRotation ? "strict" : "reusable")}</dd>
        <dt>Tools</dt><dd><a href="{Paths.Check}" data-testid="check-link">Check clients against TikTok’s documentation</a>, <a href="{Paths.Scan}">scan a QR code</a></dd></dl>
        </section>
        <section class="card"><h2>Apps</h2><div class="scroll"><table><thead><tr><th>Name</th><th>client_key</th><th>Status</th><th>Redirect URIs</th><th>Scopes</th></tr></thead><tbody>
        {Html.Join(world.Apps.All.OrderBy(app => app.ClientKey, StringComparer.Ordinal).Select(App))}
        </tbody></table></div></section>
        <section class="card"><h2>People</h2><div class="scroll"><table><thead><tr><th>Username</th><th>Display name</th><th>Videos</th><th>Grants</th></tr></thead><tbody>
        {Html.Join(world.Users.All.OrderBy(user => user.Username, StringComparer.Ordinal).Take(50).Select(Person))}
        </tbody></table></div></section>
        <section class="card"><h2>Latest requests</h2>{Requests()}</section>
        <section class="card"><h2>Control API</h2><div class="scroll"><table><thead><tr><th>Call</th><th>Does</th></tr></thead><tbody>
        {Html.Join(Calls.Select(call => Html.Of($"<tr><td><code>{call.Call}</code></td><td>{call.Does}</td></tr>")))}
        </tbody></table></div></section>
        """));

    private static Html App(TikTokApp app) => Html.Of($"""
        <tr><td>{app.Name}</td><td><code>{app.ClientKey}</code></td><td>{(app.Sandbox ? "sandbox" : app.Approved ? "approved" : "draft")}</td>
        <td>{Html.Join(Enum.GetValues<AppPlatform>().SelectMany(platform => app.RedirectUris(platform)).Select(uri => Html.Of($"<div><code>{uri}</code></div>")))}</td>
        <td>{Html.Join(app.Scopes.Select(scope => Html.Of($"<div><code>{scope}</code></div>")))}</td></tr>
        """);

    private static Html Person(TikTokUser user) => Html.Of($"""
        <tr><td><code>{user.Username}</code></td><td><bdi>{user.DisplayName}</bdi></td><td>{user.Videos.Length}</td>
        <td>{(user.GrantableScopes is { } only ? $"only {Scopes.Join(only)}" : "whatever is asked")}</td></tr>
        """);

    private Html Requests()
    {
        var latest = requests.All.TakeLast(15).Reverse().ToArray();
        return latest.Length == 0
            ? Html.Of($"<p class=\"soft\">None yet.</p>")
            : Html.Of($"""
                <div class="scroll"><table><thead><tr><th>At</th><th>Request</th><th>Status</th><th>log_id</th></tr></thead><tbody>
                {Html.Join(latest.Select(entry => Html.Of($"<tr><td>{Time(entry.Request.Now)}</td><td><code>{entry.Request.Method} {entry.Request.Path}</code></td><td>{entry.Status}{(entry.Fault is null ? "" : $" ({entry.Fault})")}</td><td><code>{entry.Request.LogId}</code></td></tr>")))}
                </tbody></table></div>
                """);
    }

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
