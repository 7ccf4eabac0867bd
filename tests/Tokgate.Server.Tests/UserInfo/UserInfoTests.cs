using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Tokgate.Server.Grants;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.UserInfo;

public sealed class UserInfoTests
{
    private const string Path = "/userinfo";
    private const string TikTok = "https://tokgate.dev/claims/tiktok";

    [Fact]
    public async Task Oidcc_userinfo_Get_and_both_posts_give_the_same_answer()
    {
        await using var signIn = await SignIn.StartAsync();
        var tokens = await signIn.TokensAsync();
        var token = AccessToken(tokens);
        var get = await signIn.UserInfoAsync(token);
        Assert.Equal(200, get.Status);
        Assert.Equal("application/json", get.Headers["Content-Type"]);
        Assert.Equal("no-store", get.Headers["Cache-Control"]);
        Assert.Equal("no-cache", get.Headers["Pragma"]);
        Assert.StartsWith($"{{\"sub\":\"{SignIn.UserId}\"", get.Body, StringComparison.Ordinal);
        Assert.Equal(get.Body, (await signIn.UserInfoAsync(token, HttpMethod.Post)).Body);
        Assert.Equal(get.Body, (await signIn.Broker.PostAsync(Path, ("access_token", token))).Body);
        Assert.Equal(Broker.PayloadOf(tokens.GetProperty("id_token").GetString()!).GetProperty("sub").GetString(), get.Json.GetProperty("sub").GetString());
    }

    [Fact]
    public async Task Oidcc_scope_profile_The_profile_has_what_tiktok_gave_in_the_right_types()
    {
        await using var signIn = await SignIn.StartAsync();
        var answer = (await signIn.UserInfoAsync(AccessToken(await signIn.TokensAsync()))).Json;
        Assert.Equal("Zoë ✨", answer.GetProperty("name").GetString());
        Assert.Equal("zoe", answer.GetProperty("preferred_username").GetString());
        Assert.Equal("https://p16.example/zoe.jpeg", answer.GetProperty("picture").GetString());
        Assert.Equal("https://www.tiktok.com/@zoe", answer.GetProperty("profile").GetString());
        Assert.Equal(1790000000, answer.GetProperty("updated_at").GetInt64());
        var own = answer.GetProperty(TikTok);
        Assert.Equal("open-1", own.GetProperty("open_id").GetString());
        Assert.True(own.GetProperty("is_verified").GetBoolean());
        Assert.Equal(0, own.GetProperty("follower_count").GetInt64());
        Assert.Equal(["user.info.basic", "user.info.profile"], own.GetProperty("granted_scopes").EnumerateArray().Select(value => value.GetString()));
    }

    [Fact]
    public async Task C_20_What_we_do_not_have_is_absent()
    {
        await using var signIn = await SignIn.StartAsync(profile: """{"name":"","nickname":null,"picture":"  ","preferred_username":"z"}""");
        var answer = await signIn.UserInfoAsync(AccessToken(await signIn.TokensAsync(signIn.Request with { UpstreamScopes = [] })));
        Assert.Equal($"{{\"sub\":\"{SignIn.UserId}\",\"preferred_username\":\"z\"}}", answer.Body);
        await using var full = await SignIn.StartAsync();
        var own = (await full.UserInfoAsync(AccessToken(await full.TokensAsync()))).Json;
        Assert.False(own.TryGetProperty("nickname", out _));
        Assert.False(own.GetProperty(TikTok).TryGetProperty("bio_description", out _));
        Assert.False(own.GetProperty(TikTok).TryGetProperty("likes_count", out _));
    }

    [Fact]
    public async Task Oidcc_scope_email_Only_the_scope_opens_the_placeholder()
    {
        await using var signIn = await SignIn.StartAsync();
        Assert.False((await signIn.UserInfoAsync(AccessToken(await signIn.TokensAsync()))).Json.TryGetProperty("email", out _));
        var answer = (await signIn.UserInfoAsync(AccessToken(await signIn.TokensAsync(signIn.Request with { Scopes = ["openid", "email"] })))).Json;
        Assert.Equal("x@tiktok.invalid", answer.GetProperty("email").GetString());
        Assert.False(answer.GetProperty("email_verified").GetBoolean());
        Assert.False(answer.TryGetProperty("name", out _));
    }

    [Fact]
    public async Task Oidcc_claims_essential_The_claims_parameter_opens_single_claims_that_the_client_could_have()
    {
        await using var signIn = await SignIn.StartAsync();
        var wanted = ClaimsRequest.Parse("""{"userinfo":{"name":{"essential":true},"email":null,"sub":{"value":"other"},"unheard_of":{"values":["x"]}}}""");
        var tokens = await signIn.TokensAsync(signIn.Request with { Scopes = ["openid"], ClaimsRequest = wanted, IsOffline = false });
        var answer = await signIn.UserInfoAsync(AccessToken(tokens));
        Assert.Equal(JsonSerializer.Serialize(new { sub = SignIn.UserId, name = "Zoë ✨" }), JsonSerializer.Serialize(answer.Json));
        Assert.False(Broker.PayloadOf(tokens.GetProperty("id_token").GetString()!).TryGetProperty("name", out _));
    }

    [Fact]
    public async Task A_narrowed_token_shows_a_narrowed_profile()
    {
        await using var signIn = await SignIn.StartAsync();
        var refresh = (await signIn.TokensAsync()).GetProperty("refresh_token").GetString()!;
        var narrowed = await signIn.RefreshAsync(refresh, ("scope", "openid"));
        Assert.Equal($"{{\"sub\":\"{SignIn.UserId}\"}}", (await signIn.UserInfoAsync(AccessToken(narrowed.Json))).Body);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task Rfc6750_Section_2_1_The_scheme_has_no_case(string scheme)
    {
        await using var signIn = await SignIn.StartAsync();
        Assert.Equal(200, (await SendAsync(signIn, HttpMethod.Get, Path, scheme + " " + AccessToken(await signIn.TokensAsync()))).Status);
    }

    [Fact]
    public async Task Rfc6750_Section_2_A_token_comes_in_one_way_and_never_in_the_query()
    {
        await using var signIn = await SignIn.StartAsync();
        var token = AccessToken(await signIn.TokensAsync());
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            var query = await SendAsync(signIn, method, $"{Path}?access_token={token}", null);
            Assert.Equal(400, query.Status);
            Assert.Equal("invalid_request", query.Error);
        }

        Assert.Equal(400, (await SendAsync(signIn, HttpMethod.Get, $"{Path}?access_token={token}", "Bearer " + token)).Status);
        Assert.Equal(400, (await SendAsync(signIn, HttpMethod.Post, Path, "Bearer " + token, $"access_token={token}")).Status);
        Assert.Equal(400, (await SendAsync(signIn, HttpMethod.Post, Path, null, $"access_token={token}&access_token={token}")).Status);
        Assert.Equal(400, (await SendAsync(signIn, HttpMethod.Post, Path, null, "access_token=%zz")).Status);
        Assert.Equal(405, (await SendAsync(signIn, HttpMethod.Put, Path, "Bearer " + token)).Status);
    }

    [Fact]
    public async Task Rfc6750_Section_3_1_Who_sent_nothing_is_told_no_error_and_who_sent_rubbish_is()
    {
        await using var signIn = await SignIn.StartAsync();
        foreach (var authorization in (string?[])[null, "Basic eDp5", "Bearer", "Bearer "])
        {
            var nothing = await SendAsync(signIn, HttpMethod.Get, Path, authorization);
            Assert.Equal(401, nothing.Status);
            Assert.Equal("Bearer realm=\"tokgate\"", nothing.Headers["WWW-Authenticate"]);
        }

        var rubbish = await SendAsync(signIn, HttpMethod.Get, Path, "Bearer rubbish");
        Assert.Equal(401, rubbish.Status);
        Assert.Contains("error=\"invalid_token\"", rubbish.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Equal("invalid_token", rubbish.Error);
        Assert.Equal("no-store", rubbish.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task A_05_A_token_that_is_not_a_users_or_not_for_us_opens_nothing()
    {
        await using var signIn = await SignIn.StartAsync();
        Assert.Equal(401, (await signIn.UserInfoAsync(await signIn.Broker.MachineTokenAsync())).Status);
        var token = AccessToken(await signIn.TokensAsync());
        var parts = token.Split('.');
        Assert.Equal(401, (await signIn.UserInfoAsync($"{parts[0]}.{Jws.Encode(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).Replace(SignIn.UserId, "usr-other", StringComparison.Ordinal))}.{parts[2]}")).Status);
        signIn.Broker.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(401, (await signIn.UserInfoAsync(token)).Status);
    }

    [Fact]
    public async Task T_41_A_blocked_users_tokens_open_nothing()
    {
        await using var signIn = await SignIn.StartAsync();
        var token = AccessToken(await signIn.TokensAsync());
        await signIn.BlockUserAsync();
        Assert.Equal(401, (await signIn.UserInfoAsync(token)).Status);
    }

    private static async Task<Answer> SendAsync(SignIn signIn, HttpMethod method, string path, string? authorization, string? form = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        request.Content = form is null ? null : new StringContent(form, Encoding.ASCII, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        var answer = await signIn.Broker.Http.SendAsync(request);
        return await Answer.OfAsync(answer);
    }

    private static string AccessToken(JsonElement tokens) => tokens.GetProperty("access_token").GetString()!; // every caller got one
}
