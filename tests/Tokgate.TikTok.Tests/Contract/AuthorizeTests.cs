using Tokgate.Emulator;

namespace Tokgate.TikTok.Tests.Contract;

/// <summary>The address that the client builds, at the page that it is for; and what the page sends back, by both of its channels.</summary>
public sealed class AuthorizeTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    private const string WebUri = "https://app.example/callback";

    public Task InitializeAsync() => rig.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_page_takes_the_address_and_a_person_who_refuses_a_scope_is_told_from_one_who_does_not()
    {
        using var person = new Person(rig.Emulator.BaseAddress);
        await person.OpenAsync(Address(disableAutoAuth: true));
        await person.ChooseAsync("creator_full");

        var callback = Rig.Read(await person.AnswerAsync("authorize", "user.info.profile"));

        Assert.Equal((true, "state-1"), (callback.IsSuccess, callback.State));
        Assert.Equal(TikTokScopes.Of("user.info.basic", "user.info.profile"), callback.GrantedScopes);
    }

    [Fact]
    public async Task Who_agreed_before_is_not_asked_again_unless_the_app_wants_it()
    {
        using var person = new Person(rig.Emulator.BaseAddress);
        await person.OpenAsync(Address());
        await person.ChooseAsync("creator_full");
        await person.AnswerAsync("authorize", [.. Rig.AllScopes]);

        Assert.StartsWith(Rig.RedirectUri + "?code=", (await person.OpenAsync(Address(disableAutoAuth: false)))?.AbsoluteUri, StringComparison.Ordinal);
        Assert.StartsWith(Rig.RedirectUri + "?code=", (await person.OpenAsync(Address()))?.AbsoluteUri, StringComparison.Ordinal);
        Assert.Null(await person.OpenAsync(Address(disableAutoAuth: true)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancel_comes_back_with_or_without_state(bool withState)
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { state_on_errors = withState });
        using var person = new Person(rig.Emulator.BaseAddress);
        await person.OpenAsync(Address());

        var callback = Rig.Read(await person.AnswerAsync("cancel"));

        Assert.Equal((false, true, withState ? "state-1" : null), (callback.IsSuccess, callback.IsCancelledByUser, callback.State));
        Is(callback, "access_denied", null, null);
        Assert.Equal("User cancelled authorization", callback.Error?.Description);
    }

    [Fact]
    public async Task A_sandboxs_stranger_is_told_from_a_cancel_on_the_page()
    {
        await rig.Emulator.ConsentAsync("outsider");

        var callback = await Rig.CallbackAsync(Address());

        Is(callback, "access_denied", "non_sandbox_target", null);
        Assert.Equal((false, true, 34), (callback.IsCancelledByUser, callback.Error?.IsConfigurationError, callback.Error?.LogId?.Length));
    }

    [Fact]
    public async Task A_sandboxs_stranger_is_told_from_a_cancel_at_the_callback()
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { sandbox_refusal_redirects = true });
        await rig.Emulator.ConsentAsync("outsider");

        var callback = await Rig.CallbackAsync(Address());

        Is(callback, "access_denied", "non_sandbox_target", null);
        Assert.Equal((false, "state-1"), (callback.IsCancelledByUser, callback.State));
    }

    [Fact]
    public async Task A_stranger_to_the_sandbox_is_none_to_the_production_app()
    {
        await rig.Emulator.ConsentAsync("outsider");

        Assert.True((await Rig.CallbackAsync(Address(TikTokEmulator.ProductionClientKey))).IsSuccess);
    }

    [Fact]
    public async Task An_unknown_key_and_a_draft_stay_on_TikToks_page()
    {
        await rig.Emulator.PutAsync("/_emulator/apps/" + TikTokEmulator.ProductionClientKey, new { status = "draft" });

        Is(await Rig.CallbackAsync(Address("awnobody")), "unauthorized_client", "client_key", null);
        Is(await Rig.CallbackAsync(Address(TikTokEmulator.ProductionClientKey)), "unauthorized_client", "client_key", null);
    }

    [Theory]
    [InlineData(Rig.RedirectUri + "/")]
    [InlineData("http://127.0.0.1:5080/signin-tiktok")]
    [InlineData("http://localhost:5083/signin-tiktok")]
    [InlineData("https://app.example/callback")]
    public async Task A_redirect_uri_that_is_not_registered_byte_for_byte_stays_on_TikToks_page(string redirectUri) =>
        Is(await Rig.CallbackAsync(Address(redirectUri: redirectUri)), "invalid_request", "redirect_uri", null);

    [Theory]
    [InlineData("video.publish")]
    [InlineData("user.info.email")]
    public async Task One_scope_that_is_not_approved_stops_the_whole_request(string scope) =>
        Is(await Rig.CallbackAsync(Address(scopes: TikTokScopes.Of("user.info.basic", scope))), "invalid_scope", "scope", null);

    // This library refuses to build these; what TikTok says to them is read all the same.
    [Theory]
    [InlineData("&code_challenge=", "&left_out=", "param_error", "code_challenge", 10007L)]
    [InlineData("code_challenge_method=S256", "code_challenge_method=plain", "param_error", "code_challenge_method", 10008L)]
    [InlineData("client_key=", "client_id=", "param_error", "client_key", 10003L)]
    [InlineData("user.info.basic%2C", "user.info.basic%20", "invalid_scope", "scope", null)]
    [InlineData("user.info.basic%2C", "user.info.basic+", "invalid_scope", "scope", null)]
    [InlineData("response_type=code", "response_type=token", "unsupported_response_type", "response_type", null)]
    [InlineData("&state=", "&client_key=another&state=", "invalid_request", "client_key", null)]
    public async Task What_others_send_wrong_stays_on_TikToks_page(string right, string wrong, string error, string type, long? number)
    {
        var address = Address();

        var callback = await Rig.CallbackAsync(address.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(right, address, StringComparison.Ordinal);
        Is(callback, error, type, number);
        Assert.Equal(34, callback.Error?.LogId?.Length);
    }

    [Fact]
    public async Task The_method_may_be_missing_as_TikToks_own_apps_leave_it_out()
    {
        await rig.Emulator.ConsentAsync("creator_full");

        Assert.True((await Rig.CallbackAsync(Address().Replace("&code_challenge_method=S256", "", StringComparison.Ordinal))).IsSuccess);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/callback")]
    [InlineData("http://127.0.0.1:54321/callback")]
    public async Task A_port_registered_as_a_star_is_any_port(string redirectUri)
    {
        await rig.Emulator.PutAsync(
            "/_emulator/apps/" + TikTokEmulator.SandboxClientKey, new { platforms = new { desktop = (string[])["http://127.0.0.1:*/callback"] } });
        var grant = await rig.CodeAsync(redirectUri: redirectUri);

        Assert.True((await rig.Client().ExchangeCodeAsync(grant.Code, redirectUri, grant.Verifier)).IsSuccess);
    }

    [Theory]
    [InlineData("web", false)]
    [InlineData("ios", true)]
    [InlineData("android", true)]
    public async Task PKCE_is_wanted_by_where_the_uri_is_registered(string platform, bool isWanted)
    {
        await rig.Emulator.PutAsync(
            "/_emulator/apps/" + TikTokEmulator.SandboxClientKey,
            new { platforms = new Dictionary<string, string[]> { ["desktop"] = [], [platform] = [WebUri] } });
        await rig.Emulator.ConsentAsync("creator_full");
        // The client takes any https address for the web's unless it is told.
        var address = rig.Client().BuildAuthorizationUri(new TikTokAuthorizationRequest { RedirectUri = WebUri, Scopes = Rig.AllScopes, State = "state-1" });

        var callback = await Rig.CallbackAsync(address);

        Assert.Equal(isWanted ? (10007L, "code_challenge") : (null, null), (callback.Error?.Number, callback.Error?.Type));
    }

    [Theory]
    [InlineData("a b+c&d=e#f/g?h%20i")]
    [InlineData("\u00E9\u4E2D\U0001F600")]
    public async Task State_comes_back_to_the_letter(string state)
    {
        await rig.Emulator.ConsentAsync("creator_full");

        Assert.Equal(state, (await Rig.CallbackAsync(Address(state: state))).State);
    }

    private static void Is(TikTokCallback callback, string code, string? type, long? number)
    {
        Assert.False(callback.IsSuccess);
        Assert.Equal((code, type, number), (callback.Error.Code, callback.Error.Type, callback.Error.Number));
        Assert.Equal((TikTokEndpoint.Authorize, TikTokOutcome.Terminal, null), (callback.Error.Endpoint, callback.Error.Outcome, callback.Error.Status));
    }

    private string Address(
        string clientKey = TikTokEmulator.SandboxClientKey,
        string redirectUri = Rig.RedirectUri,
        TikTokScopes? scopes = null,
        string state = "state-1",
        bool? disableAutoAuth = null) =>
        rig.Client(options => options.ClientKey = clientKey).BuildAuthorizationUri(new TikTokAuthorizationRequest
        {
            RedirectUri = redirectUri,
            Scopes = scopes ?? Rig.AllScopes,
            State = state,
            CodeChallenge = CodeVerifier.Create().ToChallenge(),
            DisableAutoAuth = disableAutoAuth,
        });
}
