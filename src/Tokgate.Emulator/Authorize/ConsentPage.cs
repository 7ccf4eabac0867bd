using Tokgate.Emulator.Media;
using Tokgate.Emulator.Pages;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Authorize;

/// <summary>The page where a person is chosen and what the app asks for is agreed to. Works without script.</summary>
internal static class ConsentPage
{
    private const int MostPeople = 50;

    public static Answer Show(World world, AuthorizeRequest request, string handle, TikTokUser? person, IReadOnlyList<string>? cookies = null)
    {
        var content = person is null
            ? Html.Of($"""
                <section class="card">
                {App(request)}
                <h1>Who signs in?</h1>
                <p class="soft">Choose one of the emulator’s people. TikTok would ask for a login here.</p>
                {People(world, handle, null, Paths.Consent)}
                <form method="post" action="{Paths.Consent}" class="buttons"><input type="hidden" name="handle" value="{handle}">
                <button class="button secondary" name="action" value="cancel" data-testid="cancel">Cancel</button></form>
                </section>
                """)
            : Html.Of($"""
                <section class="card">
                {App(request)}
                <h1>{request.App.Name} wants to access your account</h1>
                <p class="soft">Signed in as <strong data-testid="signed-in-person"><bdi>{person.DisplayName ?? person.Username}</bdi></strong> (@{person.Username}). <a href="#switch-account">Switch account</a></p>
                <form method="post" action="{Paths.Consent}">
                <input type="hidden" name="handle" value="{handle}">
                <ul class="scopes" aria-label="What the app asks for">
                {Html.Join(request.Scopes.Select(scope => Scope(scope, person)))}
                </ul>
                <div class="buttons">
                <button class="button primary" name="action" value="authorize" data-testid="authorize">Authorize</button>
                <button class="button secondary" name="action" value="cancel" data-testid="cancel">Cancel</button>
                </div>
                </form>
                </section>
                <section class="card compact" id="switch-account">
                <h2>Not you? Switch account</h2>
                {People(world, handle, person, Paths.Consent)}
                </section>
                """);
        return Page.Answer($"Log in to {request.App.Name} – TikTok emulator", content, formLeaves: true, cookies: cookies);
    }

    private static Html App(AuthorizeRequest request) => App(request.App, request.RedirectUri);

    public static Html App(TikTokApp app, string redirectUri) => Html.Of($"""
        <div class="app"><span class="app-icon" aria-hidden="true">{Initial(app.Name)}</span>
        <div><div class="app-name">{app.Name}</div><div class="soft small">{redirectUri}</div></div>
        {(app.Sandbox ? Html.Of($"<span class=\"tag\">sandbox</span>") : Html.Empty)}</div>
        """);

    public static Html People(World world, string handle, TikTokUser? current, string action) => Html.Of($"""
        <form method="post" action="{action}"><input type="hidden" name="handle" value="{handle}">
        <ul class="people">
        {Html.Join(world.Users.All.OrderBy(user => user.Username, StringComparer.Ordinal).Take(MostPeople).Select(user => Person(world, user, current)))}
        </ul></form>
        """);

    private static Html Person(World world, TikTokUser user, TikTokUser? current) => Html.Of($"""
        <li><button class="person" name="person" value="{user.Username}" data-testid="persona-{user.Username}"{(user.Id == current?.Id ? Html.Of($" aria-current=\"true\"") : Html.Empty)}>
        <img src="{MediaEndpoint.AvatarAddress(world.BaseAddress, user.Username, 100)[world.BaseAddress.GetLeftPart(UriPartial.Authority).Length..]}" alt="" width="40" height="40">
        <span class="person-text"><span class="person-name">{user.DisplayName ?? user.Username}</span><span class="person-user">@{user.Username}</span></span>
        </button></li>
        """);

    private static Html Scope(string scope, TikTokUser person)
    {
        var why = scope == Scopes.Basic ? "Required: every sign-in shares this."
            : person.CanGrant(scope) ? null
            : $"@{person.Username} never grants this (a persona for testing partial consent).";
        var state = scope == Scopes.Basic ? Html.Of($" checked disabled")
            : person.CanGrant(scope) ? Html.Of($" checked")
            : Html.Of($" disabled");
        return Html.Of($"""
            <li><label><span class="scope-text"><span>{Scopes.Descriptions[scope]}</span><span class="scope-why"><code>{scope}</code> {why}</span></span>
            <input class="switch" type="checkbox" role="switch" name="scope" value="{scope}" data-testid="scope-{scope}"{state}></label></li>
            """);
    }

    private static string Initial(string name) =>
        name.Length == 0 ? "?" : System.Globalization.StringInfo.GetNextTextElement(name).ToUpperInvariant();
}
