using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Tokgate.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>Applications from their creation to the first person who signs in, and what an administrator is told on the way.</summary>
public sealed class ApplicationTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    [Fact]
    public async Task An_application_is_made_its_secret_shown_once_its_Express_quick_start_run_and_a_connection_switched()
    {
        var page = await fixture.NewPageAsync();
        var app = new Uri($"http://localhost:{FreePort.Next()}");
        var (id, secret) = await fixture.CreateAsync(page, "The kiosk", "regular_web", app + "callback");
        Assert.NotNull(secret);
        await page.GetByTestId("to-quick-start").ClickAsync();
        await page.GetByTestId("start-express").ClickAsync();
        var code = await page.FileAsync("app.mjs");
        Assert.Contains($"\"{id}\"", code, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);

        await using var program = await NodeProgram.StartAsync(
            [("app.mjs", code)], new Dictionary<string, string> { ["TOKGATE_CLIENT_SECRET"] = secret, ["SESSION_SECRET"] = "session-secret-of-the-tests-0001" }, app);
        var person = await fixture.Chromium.NewPageAsync();
        await person.GotoAsync(app + "login");
        await person.ConsentAsync(isAsked: true);
        await Expect(person.Locator("body")).ToHaveTextAsync(ApplicationWalk.SignedIn);
        await Expect(person).ToHaveURLAsync(app.AbsoluteUri);

        // Without its connection nobody signs in by it any more; with it again they do.
        await SwitchConnectionAsync(page, id, isOn: false);
        var other = await fixture.Chromium.NewPageAsync();
        await other.GotoAsync(app + "login");
        await Expect(other.GetByTestId("persona-creator_full")).ToHaveCountAsync(0);
        await SwitchConnectionAsync(page, id, isOn: true);
        await other.GotoAsync(app + "login");
        await other.ConsentAsync(isAsked: false); // they said yes in the other browser
        await Expect(other.Locator("body")).ToHaveTextAsync(ApplicationWalk.SignedIn);

        // What was shown once is shown nowhere again, and void when it is revoked.
        await page.GetByTestId("place-secrets").ClickAsync();
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByTestId("rotate").ClickAsync();
        Assert.NotEqual(secret, await page.GetByTestId("secret").InputValueAsync());
        await Expect(page.GetByTestId("secret-row")).ToHaveCountAsync(2);
        page.Dialog += static (_, dialog) => dialog.AcceptAsync();
        await page.GetByTestId("revoke").Last.ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("void");
        await Expect(page.GetByTestId("secret-row")).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
        await person.Context.CloseAsync();
        await other.Context.CloseAsync();
    }

    [Fact]
    public async Task A_redirect_URI_that_cannot_be_is_told_with_its_reason_while_it_is_typed_and_without_a_script_when_it_is_saved()
    {
        var page = await fixture.NewPageAsync();
        await page.GotoAsync(fixture.At("/dashboard/applications/new"));
        await page.GetByTestId("name").FillAsync("Typed");
        await page.GetByTestId("callbacks").FillAsync("https://shop.example/cb\nhttp://shop.example/cb");
        await Expect(page.GetByTestId("callbacks-faults")).ToHaveTextAsync("http://shop.example/cb is http on a host that is not loopback");
        await Expect(page.GetByTestId("callbacks")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.GetByTestId("callbacks").FillAsync("https://shop.example/cb");
        await Expect(page.GetByTestId("callbacks-faults")).ToBeEmptyAsync();
        await page.Context.CloseAsync();

        var plain = await fixture.NewPageAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        var (id, _) = await fixture.CreateAsync(plain, "Plain", "spa", "https://shop.example/cb");
        await plain.GotoAsync(fixture.At("/dashboard/applications/" + id));
        await plain.GetByTestId("callbacks").FillAsync("https://shop.example/cb#part");
        await plain.GetByTestId("access_token_lifetime").FillAsync("3");
        await plain.GetByTestId("access_token_lifetime-unit").SelectOptionAsync("86400");
        await plain.GetByTestId("save").ClickAsync();
        await Expect(plain.GetByTestId("callbacks-faults")).ToHaveTextAsync("https://shop.example/cb#part has a fragment");
        await Expect(plain.GetByTestId("access_token_lifetime-faults")).ToHaveTextAsync("one minute to one day");
        await Expect(plain.GetByTestId("access_token_lifetime")).ToHaveValueAsync("3");
        await plain.Context.CloseAsync();
    }

    [Fact]
    public async Task A_change_that_somebody_else_overtook_is_told_and_nothing_of_theirs_is_lost_unseen()
    {
        var first = await fixture.NewPageAsync();
        var (id, _) = await fixture.CreateAsync(first, "Shared", "native", "com.example.app:/callback");
        await first.GetByTestId("to-settings").ClickAsync();
        var second = await fixture.NewPageAsync();
        await second.GotoAsync(fixture.At("/dashboard/applications/" + id));
        await second.GetByTestId("description").FillAsync("from the second");
        await second.GetByTestId("save").ClickAsync();
        await Expect(second.GetByTestId("notice")).ToContainTextAsync("Saved");

        await first.GetByTestId("description").FillAsync("from the first");
        await first.GetByTestId("save").ClickAsync();
        await Expect(first.GetByTestId("error")).ToContainTextAsync("Somebody else changed this application");
        await second.ReloadAsync();
        await Expect(second.GetByTestId("description")).ToHaveValueAsync("from the second");
        await Expect(first.GetByTestId("description")).ToHaveValueAsync("from the first");
        await first.GetByTestId("save").ClickAsync();
        await Expect(first.GetByTestId("notice")).ToContainTextAsync("Saved");
        await first.GetByTestId("shows-qr-codes").CheckAsync();
        await first.GetByTestId("save").ClickAsync();
        await Expect(first.GetByTestId("notice")).ToContainTextAsync("Saved");
        await first.ReloadAsync();
        await Expect(first.GetByTestId("shows-qr-codes")).ToBeCheckedAsync();
        await Expect(first.GetByTestId("hands-over-codes")).Not.ToBeCheckedAsync();
        first.Dialog += static (_, dialog) => dialog.AcceptAsync();
        await first.GetByTestId("delete").ClickAsync();
        await Expect(first.GetByTestId("notice")).ToContainTextAsync("was deleted");
        await second.ReloadAsync();
        await Expect(second.GetByTestId("missing")).ToBeVisibleAsync();
        await first.Context.CloseAsync();
        await second.Context.CloseAsync();
    }

    [Fact]
    public async Task Its_own_keys_and_notes_are_entered_and_what_cannot_be_is_told_as_it_is_typed()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var page = await fixture.NewPageAsync();
        var (id, secret) = await fixture.CreateAsync(page, "Signer", "regular_web", "https://shop.example/cb");
        await page.GetByTestId("to-settings").ClickAsync();
        await page.GetByTestId("jwks").FillAsync("{ \"keys\": [");
        await Expect(page.GetByTestId("jwks-faults")).ToContainTextAsync("is not a JWK set with 1 to 10 keys");
        await page.GetByTestId("jwks").FillAsync(KeySet(key, isPrivate: true));
        await Expect(page.GetByTestId("jwks-faults")).ToContainTextAsync("register the public half");
        await page.GetByTestId("metadata-name-1").FillAsync("team");
        await page.GetByTestId("metadata-value-1").FillAsync("kiosk");
        await page.GetByTestId("metadata-name-2").FillAsync("team");
        await Expect(page.GetByTestId("client_metadata-faults")).ToHaveTextAsync("team stands there twice");
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync("client_metadata");
        await Expect(page.GetByTestId("metadata-value-1")).ToHaveValueAsync("kiosk");
        await Expect(page.GetByTestId("jwks")).ToHaveValueAsync(KeySet(key, isPrivate: true));
        Assert.Equal("invalid_client", await AskAsync(id, key)); // nothing was saved

        await page.GetByTestId("metadata-name-2").FillAsync("");
        await page.GetByTestId("proof-client_secret_basic").UncheckAsync();
        await page.GetByTestId("proof-client_secret_post").UncheckAsync();
        await page.GetByTestId("proof-private_key_jwt").CheckAsync();
        await page.GetByTestId("jwks").FillAsync(KeySet(key, isPrivate: false));
        await Expect(page.GetByTestId("jwks-faults")).ToBeEmptyAsync();
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("Saved");
        await Expect(page.GetByTestId("metadata-name-1")).ToHaveValueAsync("team");
        Assert.Equal("invalid_grant", await AskAsync(id, key)); // it is the application; only the code is none
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal("invalid_client", await AskAsync(id, other));

        await page.GetByTestId("metadata-name-1").FillAsync("");
        await page.GetByTestId("metadata-value-1").FillAsync("");
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("Saved");
        await Expect(page.GetByTestId("metadata-name-1")).ToHaveValueAsync("");
        await page.GetByTestId("place-secrets").ClickAsync();
        await Expect(page.GetByTestId("no-secret")).ToBeVisibleAsync();
        Assert.DoesNotContain(secret!, await page.ContentAsync(), StringComparison.Ordinal); // it had one
        await page.Context.CloseAsync();
    }

    private static string KeySet(ECDsa key, bool isPrivate)
    {
        var numbers = key.ExportParameters(isPrivate);
        var secret = isPrivate ? ",\"d\":\"" + Base64Url.EncodeToString(numbers.D) + "\"" : "";
        return $$"""{"keys":[{"kty":"EC","crv":"P-256","kid":"one","x":"{{Base64Url.EncodeToString(numbers.Q.X)}}","y":"{{Base64Url.EncodeToString(numbers.Q.Y)}}"{{secret}}}]}""";
    }

    // With an assertion of RFC 7523, for a code that is none.
    private async Task<string?> AskAsync(string id, ECDsa key)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var signed = $"{Part("""{"alg":"ES256","kid":"one"}""")}.{Part($$"""{"iss":"{{id}}","sub":"{{id}}","aud":"{{fixture.At("").TrimEnd('/')}}","jti":"{{RandomNumberGenerator.GetHexString(32)}}","iat":{{now}},"exp":{{now + 60}}}""")}";
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(fixture.At("/oauth/token")), new FormUrlEncodedContent([
            new("grant_type", "authorization_code"), new("code", "x"), new("redirect_uri", "https://shop.example/cb"), new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            new("client_assertion", $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}"), new("code_verifier", "the-verifier-of-the-tests-0123456789-0123456789-0123456789"),
        ]));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString();

        static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
    }

    private async Task SwitchConnectionAsync(IPage page, string id, bool isOn)
    {
        await page.GotoAsync(fixture.At("/dashboard/applications/" + id));
        await page.GetByTestId("some-connections").CheckAsync();
        await page.GetByTestId("connection-tiktok").SetCheckedAsync(isOn);
        await page.GetByTestId("save").ClickAsync();
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("Saved");
    }
}
