using System.Text.Json;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Revocation;

public sealed class RevocationTests
{
    private const string Path = "/oauth/revoke";
    private const string Inactive = "{\"active\":false}";

    [Theory]
    [InlineData("refresh_token", null)]
    [InlineData("access_token", null)]
    [InlineData("refresh_token", "access_token")]
    [InlineData("access_token", "refresh_token")]
    [InlineData("refresh_token", "junk")]
    [InlineData("access_token", "junk")]
    public async Task Rfc7009_Section_2_1_Either_token_ends_the_whole_grant_whatever_the_hint(string kind, string? hint)
    {
        await using var signIn = await SignIn.StartAsync();
        var tokens = await signIn.TokensAsync();
        var others = await signIn.TokensAsync();
        var answer = await RevokeAsync(signIn, Token(tokens, kind), hint);
        Assert.Equal(200, answer.Status);
        Assert.Equal("", answer.Body);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal(401, (await signIn.UserInfoAsync(Token(tokens, "access_token"))).Status);
        Assert.Equal("invalid_grant", (await signIn.RefreshAsync(Token(tokens, "refresh_token"))).Error);
        Assert.Equal(Inactive, await IntrospectAsync(signIn, Token(tokens, "access_token")));
        Assert.Equal(Inactive, await IntrospectAsync(signIn, Token(tokens, "refresh_token")));
        Assert.Equal(200, (await signIn.UserInfoAsync(Token(others, "access_token"))).Status);
        Assert.Equal(200, (await RevokeAsync(signIn, Token(tokens, kind), hint)).Status);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("tgr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("a.b.c")]
    public async Task Rfc7009_Section_2_2_What_is_no_token_is_gone_already(string token)
    {
        await using var signIn = await SignIn.StartAsync();
        Assert.Equal(200, (await RevokeAsync(signIn, token)).Status);
    }

    [Theory]
    [InlineData("refresh_token")]
    [InlineData("access_token")]
    public async Task Rfc7009_Section_2_1_Another_clients_token_is_not_revoked(string kind)
    {
        await using var signIn = await SignIn.StartAsync();
        var tokens = await signIn.TokensAsync();
        var answer = await signIn.Broker.PostAsync(Path, Broker.Basic(SignIn.Other, SignIn.Secret), ("token", Token(tokens, kind)));
        Assert.Equal("unauthorized_client", answer.Error);
        Assert.Equal("unauthorized_client", (await signIn.Broker.PostAsync(Path, ("client_id", The.Spa), ("token", Token(tokens, kind)))).Error);
        Assert.Equal(200, (await signIn.UserInfoAsync(Token(tokens, "access_token"))).Status);
        Assert.Equal(200, (await signIn.RefreshAsync(Token(tokens, "refresh_token"))).Status);
    }

    [Fact]
    public async Task Rfc7009_Section_2_A_client_proves_itself_and_posts_a_form()
    {
        await using var signIn = await SignIn.StartAsync();
        var token = Token(await signIn.TokensAsync(), "refresh_token");
        Assert.Equal("invalid_client", (await signIn.Broker.PostAsync(Path, ("token", token))).Error);
        Assert.Equal("invalid_client", (await signIn.Broker.PostAsync(Path, ("token", token), ("client_id", The.Web))).Error);
        Assert.Equal(401, (await signIn.Broker.PostAsync(Path, Broker.Basic(The.Web, "wrong"), ("token", token))).Status);
        Assert.Equal("invalid_request", (await signIn.Broker.PostAsync(Path, Broker.Basic(The.Web, The.WebSecret))).Error);
        Assert.Equal("invalid_request", (await signIn.Broker.PostAsync(Path, Broker.Basic(The.Web, The.WebSecret), ("token", token), ("token", token))).Error);
        Assert.Equal("invalid_request", (await signIn.Broker.PostAsync(Path + "?token=" + token, Broker.Basic(The.Web, The.WebSecret))).Error);
        Assert.Equal(405, (await signIn.Broker.GetAsync(Path)).Status);
        Assert.Equal(200, (await signIn.RefreshAsync(token)).Status);
    }

    [Fact]
    public async Task Rfc7009_Section_2_1_A_public_client_ends_its_own_token_also_by_an_old_one_of_the_family()
    {
        await using var signIn = await SignIn.StartAsync();
        var code = await signIn.CodeAsync(signIn.Request with { ClientId = The.Spa });
        var tokens = (await signIn.Broker.PostAsync(
            SignIn.TokenPath, ("grant_type", "authorization_code"), ("client_id", The.Spa), ("code", code), ("redirect_uri", SignIn.RedirectUri), ("code_verifier", SignIn.Verifier))).Json;
        var old = Token(tokens, "refresh_token");
        var live = Token((await signIn.Broker.PostAsync(SignIn.TokenPath, ("grant_type", "refresh_token"), ("client_id", The.Spa), ("refresh_token", old))).Json, "refresh_token");
        Assert.Equal(200, (await signIn.Broker.PostAsync(Path, ("client_id", The.Spa), ("token", old))).Status);
        Assert.Equal("invalid_grant", (await signIn.Broker.PostAsync(SignIn.TokenPath, ("grant_type", "refresh_token"), ("client_id", The.Spa), ("refresh_token", live))).Error);
    }

    [Fact]
    public async Task Rfc7009_Section_2_2_1_A_machines_token_cannot_be_revoked_and_we_say_so()
    {
        await using var signIn = await SignIn.StartAsync();
        var token = await signIn.Broker.MachineTokenAsync();
        Assert.Equal("unsupported_token_type", (await signIn.Broker.PostAsync(Path, Broker.Basic(The.Machine, The.MachineSecret), ("token", token))).Error);
    }

    [Fact]
    public async Task Rfc7662_Section_2_2_A_refresh_token_is_told_to_its_own_client_alone()
    {
        await using var signIn = await SignIn.StartAsync();
        var tokens = await signIn.TokensAsync(signIn.Request with { Audience = The.Api });
        var old = Token(tokens, "refresh_token");
        var answer = JsonDocument.Parse(await IntrospectAsync(signIn, old)).RootElement;
        Assert.True(answer.GetProperty("active").GetBoolean());
        Assert.Equal(SignIn.UserId, answer.GetProperty("sub").GetString());
        Assert.Equal(The.Web, answer.GetProperty("client_id").GetString());
        Assert.Equal("openid profile offline_access", answer.GetProperty("scope").GetString());
        Assert.Equal(signIn.Broker.Time.GetUtcNow().AddDays(30).ToUnixTimeSeconds(), answer.GetProperty("exp").GetInt64());
        Assert.False(answer.TryGetProperty("token_type", out _));
        Assert.Equal(Inactive, (await signIn.Broker.PostAsync("/oauth/introspect", Broker.Basic(SignIn.Other, SignIn.Secret), ("token", old))).Body);

        await signIn.RefreshAsync(old);
        Assert.Equal(Inactive, await IntrospectAsync(signIn, old));
    }

    [Fact]
    public async Task Rfc7662_Section_2_2_A_users_access_token_is_told_to_its_client_and_its_api()
    {
        await using var signIn = await SignIn.StartAsync();
        var code = await signIn.CodeAsync(signIn.Request with { ClientId = SignIn.Other, Audience = The.Api });
        var token = Token((await signIn.RedeemAsync(code, ("client_id", SignIn.Other))).Json, "access_token");
        var answer = JsonDocument.Parse(await IntrospectAsync(signIn, token)).RootElement; // the web client is that API
        Assert.True(answer.GetProperty("active").GetBoolean());
        Assert.Equal(SignIn.UserId, answer.GetProperty("sub").GetString());
        Assert.Equal(SignIn.Other, answer.GetProperty("client_id").GetString());
        Assert.Equal("Bearer", answer.GetProperty("token_type").GetString());
        foreach (var name in (string[])["iss", "aud", "exp", "iat", "jti", "scope"])
        {
            Assert.True(answer.TryGetProperty(name, out _), name);
        }

        Assert.Equal(Inactive, (await signIn.Broker.PostAsync("/oauth/introspect", Broker.Basic(The.TwoApis, The.MachineSecret), ("token", token))).Body);
        await signIn.BlockUserAsync();
        Assert.Equal(Inactive, await IntrospectAsync(signIn, token));
    }

    private static Task<Answer> RevokeAsync(SignIn signIn, string token, string? hint = null) =>
        signIn.Broker.PostAsync(Path, Broker.Basic(The.Web, The.WebSecret), hint is null ? [("token", token)] : [("token", token), ("token_type_hint", hint)]);

    private static async Task<string> IntrospectAsync(SignIn signIn, string token) =>
        (await signIn.Broker.PostAsync("/oauth/introspect", Broker.Basic(The.Web, The.WebSecret), ("token", token))).Body;

    private static string Token(JsonElement tokens, string kind) => tokens.GetProperty(kind).GetString()!; // every caller got one
}
