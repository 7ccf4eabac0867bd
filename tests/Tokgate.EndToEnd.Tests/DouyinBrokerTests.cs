using System.Net.Http.Json;
using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>Douyin through the broker: an application that knows nothing but OpenID Connect.</summary>
[Collection(HostedPagesCollection.Name)]
public sealed class DouyinBrokerTests(HostedPagesFixture world)
{
    [Fact]
    public async Task An_application_signs_in_with_Douyin_by_plain_OpenID_Connect_from_a_page_that_says_so()
    {
        await world.TikTok.AskForConsentAsync();
        try
        {
            var page = await world.Chromium.NewPageAsync(new() { Locale = "ja" });
            var complaints = ScriptTrap.Set(page);
            await page.RouteAsync($"{HostedPagesFixture.EasternCallback}**", static route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<p data-testid=\"back\">back</p>" }));
            await page.GotoAsync(new Uri(
                world.Issuer,
                $"/authorize?client_id={HostedPagesFixture.Eastern}&redirect_uri={Uri.EscapeDataString(HostedPagesFixture.EasternCallback)}&response_type=code&scope=openid+profile&state=x&nonce=n1").AbsoluteUri);
            await Expect(page.GetByTestId("continue-with-douyin")).ToContainTextAsync("抖音（Douyin）で続行");
            await page.GetByTestId("continue-with-douyin").ClickAsync();
            await page.GetByTestId("persona-creator_full").ClickAsync();
            await page.GetByTestId("authorize").ClickAsync();
            await Expect(page.GetByTestId("back")).ToBeVisibleAsync();
            var code = System.Web.HttpUtility.ParseQueryString(new Uri(page.Url).Query)["code"]!; // the page was reached by it
            Assert.Empty(complaints);

            await page.GotoAsync(new Uri(world.Issuer, "/account").AbsoluteUri);
            await Expect(page.Locator("body")).ToContainTextAsync("Camille Full");
            await page.Context.CloseAsync();

            var (claims, userInfo) = await RedeemAsync(code);
            Assert.Equal("n1", claims.GetProperty("nonce").GetString());
            Assert.Equal(claims.GetProperty("sub").GetString(), userInfo.GetProperty("sub").GetString());
            Assert.Equal("Camille Full", userInfo.GetProperty("name").GetString());
            Assert.StartsWith("http", userInfo.GetProperty("picture").GetString(), StringComparison.Ordinal);
            Assert.Equal(
                ["/platform/oauth/connect/", "/oauth/access_token/", "/oauth/userinfo/"],
                (await world.TikTok.ReadRequestsAsync()).EnumerateArray().Select(static request => request.GetProperty("path").GetString()).TakeLast(3));
        }
        finally
        {
            await world.TikTok.ConsentAsync("creator_full");
        }
    }

    private async Task<(JsonElement IdToken, JsonElement UserInfo)> RedeemAsync(string code)
    {
        using var http = new HttpClient { BaseAddress = world.Issuer };
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", HostedPagesFixture.EasternCallback),
            new("client_id", HostedPagesFixture.Eastern), new("client_secret", HostedPagesFixture.EasternSecret),
        ]);
        using var answer = await http.PostAsync("/oauth/token", form);
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, tokens.GetRawText());
        var payload = tokens.GetProperty("id_token").GetString()!.Split('.')[1]; // it was asked for with openid
        using var request = new HttpRequestMessage(HttpMethod.Get, "/userinfo");
        request.Headers.Authorization = new("Bearer", tokens.GetProperty("access_token").GetString());
        using var told = await http.SendAsync(request);
        return (JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(payload)).RootElement, await told.Content.ReadFromJsonAsync<JsonElement>());
    }
}
