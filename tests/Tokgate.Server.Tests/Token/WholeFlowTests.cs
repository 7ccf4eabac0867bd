using System.Net.Http.Headers;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Token;

/// <summary>From the browser's first step to the profile, over HTTP, with TikTok's emulator at the other end.</summary>
public sealed class WholeFlowTests
{
    public static TheoryData<string> Engines => Database.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Basic_HappyFlow_A_person_of_tiktok_signs_in_and_the_client_learns_who_it_is(string engine)
    {
        await using var world = await SignInWorld.StartAsync(database: engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null);
        using var browser = world.NewBrowser();
        var landed = await browser.GoAsync(SignInWorld.Authorize(
            ("nonce", "n-1"), ("scope", "openid profile offline_access unknown"), ("code_challenge", SignInWorld.Challenge), ("code_challenge_method", "S256"),
            ("claims", "{\"id_token\":{\"picture\":null}}")));
        Assert.True(landed.Status == 302 && landed.Location.Host == "app.example", $"{landed.Status} {landed.Body}");

        var broker = world.Broker;
        var answer = await broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret),
            ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback), ("code_verifier", SignInWorld.Verifier));
        Assert.True(answer.Status == 200, answer.Body);
        Assert.Equal("openid profile offline_access", answer.Json.GetProperty("scope").GetString());
        Assert.Contains("user.info.basic", answer.Json.GetProperty("upstream_scope").GetString(), StringComparison.Ordinal);

        var idToken = await KeySet.VerifiedAsync(broker, answer.Json.GetProperty("id_token").GetString()!);
        Assert.Equal("n-1", idToken.GetProperty("nonce").GetString());
        Assert.Equal(broker.Time.GetUtcNow().ToUnixTimeSeconds(), idToken.GetProperty("auth_time").GetInt64());
        Assert.True(idToken.TryGetProperty("picture", out _));
        Assert.False(idToken.TryGetProperty("name", out _));

        using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", answer.Json.GetProperty("access_token").GetString());
        var profile = await Answer.OfAsync(await broker.Http.SendAsync(request));
        Assert.True(profile.Status == 200, profile.Body);
        Assert.Equal(idToken.GetProperty("sub").GetString(), profile.Json.GetProperty("sub").GetString());
        Assert.NotEmpty(profile.Json.GetProperty("name").GetString()!);
        Assert.NotEmpty(profile.Json.GetProperty("https://tokgate.dev/claims/tiktok").GetProperty("open_id").GetString()!);

        var refreshed = await broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "refresh_token"), ("refresh_token", answer.Json.GetProperty("refresh_token").GetString()!));
        Assert.True(refreshed.Status == 200, refreshed.Body);
        Assert.Equal(idToken.GetProperty("sub").GetString(), Broker.PayloadOf(refreshed.Json.GetProperty("id_token").GetString()!).GetProperty("sub").GetString());

        var check = world.TikTok.Check();
        Assert.False(check.Fails(TikTokEmulatorSeverity.Warning), check.ToString());
    }
}
