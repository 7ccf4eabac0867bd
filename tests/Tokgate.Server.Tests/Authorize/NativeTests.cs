using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Authorize;

/// <summary>RFC 8252: programs on the person's own device, from the request to the tokens.</summary>
public sealed class NativeTests
{
    private const string Native = "native";

    [Fact]
    public async Task Rfc8252_Section_7_Each_kind_of_redirect_gets_the_code_and_the_code_is_good_for_that_very_address()
    {
        await using var world = await SignInWorld.StartAsync(
        [
            new()
            {
                Id = Native, IsPublic = true, IsNative = true, IsFirstParty = true,
                RedirectUris = ["http://127.0.0.1/callback", "http://[::1]/callback", "com.example.shop:/callback", "https://shop.example/native/callback"],
            },
        ]);
        using var browser = world.NewBrowser();
        foreach (var redirectUri in (string[])
        [
            "http://127.0.0.1:49152/callback", "http://127.0.0.1:65535/callback", "http://[::1]:50001/callback", "http://127.0.0.1/callback", "com.example.shop:/callback", "https://shop.example/native/callback",
        ])
        {
            var code = await CodeAsync(browser, redirectUri);
            Assert.Equal("invalid_grant", (await RedeemAsync(world, code, "http://127.0.0.1:1/callback")).Error);
            Assert.Equal(200, (await RedeemAsync(world, code, redirectUri)).Status);
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:49152/other")]
    [InlineData("http://localhost:49152/callback")]
    [InlineData("https://127.0.0.1:49152/callback")]
    [InlineData("http://[::1]:50001/callback")]
    [InlineData("http://127.0.0.2:49152/callback")]
    public async Task Rfc8252_Section_8_3_What_is_not_registered_but_for_its_port_gets_nothing(string redirectUri)
    {
        await using var world = await SignInWorld.StartAsync([new() { Id = Native, IsPublic = true, IsNative = true, IsFirstParty = true, RedirectUris = ["http://127.0.0.1/callback"] }]);
        using var browser = world.NewBrowser();
        Assert.Contains("TTK3121", (await browser.GoAsync(Authorize(redirectUri))).Body, StringComparison.Ordinal);
    }

    private static async Task<string> CodeAsync(Browser browser, string redirectUri)
    {
        // Until it is on its way to the program, wherever that listens.
        var landed = await browser.GoUntilAsync(Authorize(redirectUri), address => address.OriginalString.StartsWith(redirectUri + "?", StringComparison.Ordinal));
        return landed.OriginalString.Split("code=")[1].Split('&')[0];
    }

    private static string Authorize(string redirectUri) => SignInWorld.Authorize(("client_id", Native), ("redirect_uri", redirectUri), ("code_challenge", SignInWorld.Challenge), ("code_challenge_method", "S256"));

    private static Task<Answer> RedeemAsync(SignInWorld world, string code, string redirectUri) => world.Broker.PostAsync(
        SignIn.TokenPath, ("grant_type", "authorization_code"), ("client_id", Native), ("code", code), ("redirect_uri", redirectUri), ("code_verifier", SignInWorld.Verifier));
}
