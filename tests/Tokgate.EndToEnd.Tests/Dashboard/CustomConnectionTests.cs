using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>Auth0's guide to TikTok, "Configure Auth0" and "Pass custom parameters", step by step in this dashboard.</summary>
public sealed class CustomConnectionTests(BareFixture fixture) : IClassFixture<BareFixture>
{
    private const string ClientKey = "awguide00000000001";
    private const string ClientSecret = "secret-of-the-guides-app-at-tiktok-0001";

    private const string Script = """
        function fetchUserProfile(accessToken, context, cb) {
          const axios = require('axios@0.22.0');
          const userInfoEndpoint = 'https://open.tiktokapis.com/v2/user/info?fields=union_id';
          const headers = { 'Authorization': 'Bearer ' + accessToken };

          axios
            .get(userInfoEndpoint, { headers })
            .then(res => {
              if (res.status !== 200) {
                return cb(new Error(res.data));
              }

              const profile = {
                user_id: res.data.user.union_id,
              };

              cb(null, profile);
            })
            .catch(err => cb(err));
        }
        """;

    [Fact]
    public async Task The_numbered_steps_of_the_guide_end_with_a_TikTok_sign_in()
    {
        await fixture.Emulator.PostAsync("/_emulator/apps", new
        {
            client_key = ClientKey,
            client_secret = ClientSecret,
            status = "approved",
            scopes = (string[])["user.info.basic"],
            platforms = new { desktop = (string[])[fixture.At("/login/callback/TikTok")] },
        });
        var page = await fixture.NewPageAsync();

        // 1. to 3.
        await page.GotoAsync(fixture.At("/dashboard"));
        await page.GetByTestId("nav-connections").ClickAsync();
        await page.GetByTestId("create-connection").ClickAsync();
        await page.GetByTestId("create-custom").ClickAsync();

        // 4. The form, with the addresses of the guide: a former one of TikTok's, and a placeholder for a proxy.
        await page.GetByTestId("name").FillAsync("TikTok");
        await page.GetByTestId("authorization-url").FillAsync("https://www.tiktok.com/auth/authorize/");
        await page.GetByTestId("token-url").FillAsync("https://example.com");
        await page.GetByTestId("scope").FillAsync("user.info.basic");
        await page.GetByTestId("client-id").FillAsync(ClientKey);
        await page.GetByTestId("client-secret").FillAsync(ClientSecret);
        await page.GetByTestId("address").FillAsync(fixture.Emulator.BaseAddress.GetLeftPart(UriPartial.Authority));
        await Expect(page.GetByTestId("purpose-authentication")).ToBeCheckedAsync();
        await page.GetByTestId("purpose-connected-accounts").CheckAsync();

        // 5. and 6. The placeholder and the script are refused, each with what does the same.
        await page.GetByTestId("script").FillAsync(Script);
        await page.GetByTestId("create").ClickAsync();
        await Expect(page.GetByTestId("token-url-fault")).ToContainTextAsync("TTK3313");
        await Expect(page.GetByTestId("equivalent")).ToContainTextAsync("join_by_union_id");
        await page.GetByTestId("take-token-url").ClickAsync();
        await Expect(page.GetByTestId("token-url")).ToHaveValueAsync("https://open.tiktokapis.com/v2/oauth/token/");
        await page.GetByTestId("take-script").ClickAsync();
        await Expect(page.GetByTestId("script")).ToHaveValueAsync("");
        await page.GetByTestId("client-secret").FillAsync(ClientSecret);
        await page.GetByTestId("create").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("former address");
        await Expect(page.GetByTestId("redirect-uri")).ToHaveValueAsync(fixture.At("/login/callback/TikTok"));
        await Expect(page.GetByTestId("redirect-domain")).ToHaveValueAsync("localhost");
        await Expect(page.GetByTestId("webhook-url")).ToHaveValueAsync(fixture.At("/webhooks/tiktok/TikTok"));

        // 7. and 8. The application, and its toggle, off and on again: it is the toggle that decides.
        await SwitchAsync(page, on: false);
        Assert.Contains("error=", (await Shop.RefusalAsync(fixture, "TikTok")).Query, StringComparison.Ordinal);
        await SwitchAsync(page, on: true);

        // From there it is tried for this application, without anybody being made.
        await page.GetByTestId("try-TikTok").ClickAsync();
        await Expect(page.GetByTestId("application")).ToHaveValueAsync(Shop.Id);
        await page.GetByTestId("try").ClickAsync();
        await page.GetByTestId("persona-creator_full").ClickAsync();
        await page.GetByTestId("authorize").ClickAsync();
        await Expect(page.GetByTestId("trial-state").First).ToHaveAttributeAsync("data-state", "succeeded");
        await Expect(page.GetByTestId("id-token")).ToContainTextAsync($"\"aud\": \"{Shop.Id}\"");

        // Pass custom parameters: client_key, as the guide says, and one that nobody would send otherwise.
        await page.GotoAsync(fixture.At("/dashboard/connections/TikTok"));
        await page.GetByTestId("tab-request").ClickAsync();
        await page.GetByTestId("param-name-1").FillAsync("client_key");
        await page.GetByTestId("param-value-1").FillAsync(ClientKey);
        await page.GetByTestId("param-name-2").FillAsync("campaign");
        await page.GetByTestId("param-value-2").FillAsync("spring");
        await page.GetByTestId("param-name-3").FillAsync("hint");
        await page.GetByTestId("param-alias-3").SelectOptionAsync("login_hint");

        // Without a press of the button: the preview follows what is typed.
        await Expect(page.GetByTestId("upstream-request")).ToContainTextAsync("campaign=spring&hint=camille%40shop.example");
        await page.GetByTestId("save-params").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToBeVisibleAsync();

        var claims = await Shop.SignInAsync(fixture, "TikTok", "&login_hint=zoe");
        Assert.Equal("n", claims.GetProperty("nonce").GetString());
        var received = (await fixture.Emulator.ReadRequestsAsync()).ToString();
        Assert.Contains("spring", received, StringComparison.Ordinal);
        Assert.Contains(ClientKey, received, StringComparison.Ordinal);
        Assert.Contains("zoe", received, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    private static async Task SwitchAsync(IPage page, bool on)
    {
        await page.GetByTestId("nav-applications").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "The shop" }).ClickAsync();
        await page.GetByTestId("some-connections").CheckAsync();
        await page.GetByTestId("connection-TikTok").SetCheckedAsync(on);
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("Saved");
    }
}
