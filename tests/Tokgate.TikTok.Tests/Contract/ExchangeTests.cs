using System.Net;

namespace Tokgate.TikTok.Tests.Contract;

public sealed class ExchangeTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    private const string WebUri = "https://app.example/callback";

    public Task InitializeAsync() => rig.StartOverAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("current", 7_200, 15_552_000)]
    [InlineData("legacy", 86_400, 31_536_000)]
    public async Task A_code_gives_tokens_with_the_lifetimes_that_TikTok_says(string preset, int access, int refresh)
    {
        await rig.Emulator.PutAsync("/_emulator/profile", new { preset });

        var tokens = await rig.SignInAsync();

        Assert.Equal((TimeSpan.FromSeconds(access), TimeSpan.FromSeconds(refresh)), (tokens.ExpiresIn, tokens.RefreshExpiresIn));
        Assert.Equal((tokens.ReceivedAt + tokens.ExpiresIn, tokens.ReceivedAt + tokens.RefreshExpiresIn), (tokens.ExpiresAt, tokens.RefreshExpiresAt));
        Assert.Equal((Rig.AllScopes, "Bearer", 0), (tokens.Scopes, tokens.TokenType, tokens.AdditionalFields.Count));
        Assert.NotEmpty(tokens.OpenId);
        Assert.NotNull(tokens.RefreshToken);
    }

    [Fact]
    public async Task What_the_user_refused_is_missing_from_the_scopes()
    {
        var tokens = await rig.SignInAsync("basic_only");

        Assert.Equal(TikTokScopes.Of("user.info.basic"), tokens.Scopes);
        Assert.Equal(TikTokScopes.Of("user.info.profile", "user.info.stats", "video.list"), Rig.AllScopes.Except(tokens.Scopes));
    }

    [Fact]
    public async Task The_form_is_what_TikTok_documents_sent_once()
    {
        var grant = await rig.CodeAsync();
        await rig.ForgetRequestsAsync();

        await rig.Client().ExchangeCodeAsync(grant.Code, Rig.RedirectUri, grant.Verifier);

        var request = Assert.Single(await rig.RequestsAsync());
        Assert.Equal(("POST", "/v2/oauth/token/"), (request.GetProperty("method").GetString(), request.GetProperty("path").GetString()));
        Assert.Equal(
            ["client_key", "client_secret", "code", "code_verifier", "grant_type", "redirect_uri"],
            request.GetProperty("form").EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.Empty(request.GetProperty("query").EnumerateObject());
        Assert.Equal("application/x-www-form-urlencoded", request.GetProperty("headers").GetProperty("content-type").GetString());
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("rfc", 400)]
    public async Task A_code_is_good_for_one_exchange(string statuses, int status)
    {
        await SetStatusesAsync(statuses);
        var grant = await rig.CodeAsync();
        var client = rig.Client();
        rig.Keep((await client.ExchangeCodeAsync(grant.Code, Rig.RedirectUri, grant.Verifier)).Value);

        var failure = await ExchangeAsync(client, grant);

        Is(failure, "invalid_grant", "Authorization code is expired.", status);
        Assert.True(failure?.Error?.IsReauthenticationRequired);
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("rfc", 400)]
    public async Task A_code_dies_of_age(string statuses, int status)
    {
        await SetStatusesAsync(statuses);
        var grant = await rig.CodeAsync();
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromMinutes(5));

        Is(await ExchangeAsync(rig.Client(), grant), "invalid_grant", "Authorization code is expired.", status);
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("rfc", 401)]
    public async Task A_wrong_secret_is_our_fault_and_not_the_users(string statuses, int status)
    {
        await SetStatusesAsync(statuses);
        var grant = await rig.CodeAsync();
        var client = rig.Client(options => options.ClientSecret = ClientSecret.From("another-secret"));

        var failure = await ExchangeAsync(client, grant);

        Is(failure, "invalid_client", "Client key or secret is incorrect.", status);
        Assert.Equal((true, false), (failure?.Error?.IsConfigurationError, failure?.Error?.IsReauthenticationRequired));
        Assert.Null(await ExchangeAsync(rig.Client(), grant));
    }

    [Fact]
    public async Task A_code_of_the_sandbox_is_worth_nothing_with_the_production_key()
    {
        var grant = await rig.CodeAsync();

        var failure = await ExchangeAsync(rig.Client(options => options.ClientKey = Emulator.TikTokEmulator.ProductionClientKey), grant);

        Is(failure, "invalid_grant", "Authorization code is expired.", 200);
    }

    [Theory]
    [InlineData("200", 200, Rig.RedirectUri + "/")]
    [InlineData("rfc", 400, Rig.RedirectUri + "/")]
    [InlineData("200", 200, "http://127.0.0.1:5080/signin-tiktok")]
    [InlineData("200", 200, "http://localhost:5080/signin-TikTok")]
    public async Task A_redirect_uri_that_differs_by_a_character_is_refused_and_leaves_the_code(string statuses, int status, string redirectUri)
    {
        await SetStatusesAsync(statuses);
        var grant = await rig.CodeAsync();

        Is(
            await ExchangeAsync(rig.Client(), grant, redirectUri),
            "invalid_request",
            "Redirect_uri is not matched with the uri when requesting code.",
            status);
        Assert.Null(await ExchangeAsync(rig.Client(), grant));
    }

    [Fact]
    public async Task A_code_that_was_decoded_twice_or_not_at_all_is_none()
    {
        var grant = await rig.CodeAsync();
        var raw = WebUtility.UrlEncode(grant.Code.Reveal()).Replace("*", "%2A", StringComparison.Ordinal);

        Assert.NotEqual(raw, grant.Code.Reveal());
        Is(await ExchangeAsync(rig.Client(), grant with { Code = AuthorizationCode.From(raw) }), "invalid_grant", "Authorization code is expired.", 200);
        Assert.Null(await ExchangeAsync(rig.Client(), grant));
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("rfc", 400)]
    public async Task Another_verifier_is_refused_and_leaves_the_code(string statuses, int status)
    {
        await SetStatusesAsync(statuses);
        var grant = await rig.CodeAsync();

        Is(await ExchangeAsync(rig.Client(), grant with { Verifier = CodeVerifier.Create() }), "invalid_request", "Code verifier or code challenge is invalid.", status);
        Assert.Null(await ExchangeAsync(rig.Client(), grant));
    }

    [Fact]
    public async Task No_verifier_where_there_was_a_challenge_is_refused()
    {
        var grant = await rig.CodeAsync();

        var failure = await Failure.OfAsync(rig, TikTokEndpoint.Exchange, rig.Client().ExchangeCodeAsync(grant.Code, Rig.RedirectUri));

        Is(failure, "invalid_request", "Code verifier or code challenge is invalid.", 200);
    }

    [Fact]
    public async Task A_base64url_challenge_passes_the_page_and_fails_here_so_this_library_refuses_to_send_one()
    {
        var client = rig.Client();
        var verifier = CodeVerifier.From("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        var request = Authorization(Rig.RedirectUri) with { CodeChallenge = verifier.ToChallenge() };
        const string Base64Url = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        var address = client.BuildAuthorizationUri(request);
        await rig.Emulator.ConsentAsync("creator_full");

        var callback = await Rig.CallbackAsync(address.Replace(verifier.ToChallenge(), Base64Url, StringComparison.Ordinal));

        Assert.Contains("13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3", address, StringComparison.Ordinal);
        Is(
            await ExchangeAsync(client, new Grant(callback.Code!, verifier)), // the page lets it pass
            "invalid_request",
            "Code verifier or code challenge is invalid.",
            200);
        Assert.Throws<TikTokConfigurationException>(() => client.BuildAuthorizationUri(request with { CodeChallenge = Base64Url }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_the_web_a_challenge_may_be_sent_and_need_not(bool isSent)
    {
        await rig.Emulator.PutAsync("/_emulator/apps/" + Emulator.TikTokEmulator.SandboxClientKey, new { platforms = new { web = (string[])[WebUri] } });
        await rig.Emulator.ConsentAsync("creator_full");
        var client = rig.Client();
        var verifier = isSent ? CodeVerifier.Create() : null;
        var callback = await Rig.CallbackAsync(client.BuildAuthorizationUri(Authorization(WebUri) with { CodeChallenge = verifier?.ToChallenge() }));

        var result = await client.ExchangeCodeAsync(callback.Code!, WebUri, verifier); // in mode auto there is one

        Assert.True(result.IsSuccess);
    }

    [Fact]
    public async Task A_code_sent_while_the_answer_is_cut_is_spent_when_TikTok_had_read_it_and_lives_when_not()
    {
        var client = rig.Client();
        var lives = await rig.CodeAsync();
        await rig.FaultAsync("token", "cut_before");
        Assert.Equal(TikTokOutcome.Ambiguous, (await ExchangeAsync(client, lives))?.Outcome);
        Assert.Null(await ExchangeAsync(client, lives));

        var spent = await rig.CodeAsync();
        await rig.FaultAsync("token", "cut_after");
        Assert.Equal(TikTokOutcome.Ambiguous, (await ExchangeAsync(client, spent))?.Outcome);
        Is(await ExchangeAsync(client, spent), "invalid_grant", "Authorization code is expired.", 200);
    }

    [Fact]
    public async Task Of_two_who_exchange_one_code_at_once_one_gets_tokens()
    {
        var grant = await rig.CodeAsync();
        var client = rig.Client();

        var failures = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ExchangeAsync(client, grant)));

        Assert.Single(failures, failure => failure is null);
        Assert.All(failures.OfType<Failure>(), failure => Assert.Equal("invalid_grant", failure.Word));
    }

    private static TikTokAuthorizationRequest Authorization(string redirectUri) =>
        new() { RedirectUri = redirectUri, Scopes = Rig.AllScopes, State = "state-1" };

    private static void Is(Failure? failure, string code, string description, int status)
    {
        Assert.Equal((code, TikTokOutcome.Terminal, status, description), (failure?.Word, failure?.Outcome, failure?.Status, failure?.Error?.Description));
        Assert.Equal(34, failure?.LogId?.Length);
    }

    private Task<Failure?> ExchangeAsync(TikTokClient client, Grant grant, string redirectUri = Rig.RedirectUri) =>
        Failure.OfAsync(rig, TikTokEndpoint.Exchange, client.ExchangeCodeAsync(grant.Code, redirectUri, grant.Verifier));

    private Task SetStatusesAsync(string statuses) => rig.Emulator.PutAsync("/_emulator/profile", new { oauth_error_status = statuses });
}
