using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>Connecting an account as Chromium shows it: by keyboard, from right to left, on a narrow screen.</summary>
[Collection(HostedPagesCollection.Name)]
public sealed class ConnectPageTests(HostedPagesFixture world)
{
    [Theory]
    [InlineData("en", ColorScheme.Light, 1280)]
    [InlineData("ar", ColorScheme.Dark, 360)]
    public async Task A_person_connects_an_account_to_their_own_at_an_application_by_keyboard(string language, ColorScheme scheme, int width)
    {
        var page = await world.Chromium.NewPageAsync(new BrowserNewContextOptions { Locale = language, ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 } });
        await page.GotoAsync(await BeginAsync());
        await Expect(page.GetByTestId("connect-application")).ToHaveTextAsync("Shop with people of its own");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal("", string.Join('\n', await AxeText.FaultsAsync(page, world.Axe)));

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByTestId("connect-go")).ToBeFocusedAsync();
        // The application itself is not there; that the browser asks it is all.
        await page.RunAndWaitForRequestAsync(() => page.Keyboard.PressAsync("Enter"), request => request.Url.StartsWith($"{world.ConnectedUri}?connect_code=", StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }

    private async Task<string> BeginAsync()
    {
        using var http = new HttpClient { BaseAddress = world.Issuer };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" });
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = form };
        asked.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{HostedPagesFixture.OwnPeople}:{HostedPagesFixture.OwnPeopleSecret}")));
        using var answer = await http.SendAsync(asked);
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString());
        using var begun = await http.PostAsJsonAsync("/me/v1/connected-accounts/connect", new
        {
            connection = "tiktok",
            redirect_uri = world.ConnectedUri,
            code_challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", // RFC 7636, appendix B
            code_challenge_method = "S256",
            external_user_id = "alice",
            auth_time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        });
        var said = await begun.Content.ReadFromJsonAsync<JsonElement>();
        return $"{said.GetProperty("connect_uri").GetString()}?ticket={said.GetProperty("connect_params").GetProperty("ticket").GetString()}";
    }
}
