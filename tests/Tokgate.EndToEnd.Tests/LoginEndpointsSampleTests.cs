using System.Diagnostics;
using Microsoft.Playwright;
using Tokgate.Emulator;
using Tokgate.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary>The sample <c>LoginEndpoints</c> as a program of its own: Razor pages with the tag helper, and the browser package on an application's endpoints.</summary>
[Collection(SinglePageCollection.Name)]
public sealed class LoginEndpointsSampleTests(SinglePageFixture world) : IAsyncLifetime
{
    private Process _program = null!; // xunit calls InitializeAsync first
    private TikTokEmulator _emulator = null!; // as above
    private Uri _address = null!; // as above

    public async Task InitializeAsync()
    {
        _emulator = await TikTokEmulator.StartAsync();
        await _emulator.PutAsync($"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { platforms = new { desktop = (string[])["http://127.0.0.1:*/api/auth/callback/tiktok"] } });
        await _emulator.ConsentAsync("creator_full");
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // …/bin/Release/net10.0
        var folder = Path.Combine(PeerFiles.Root, "samples", "LoginEndpoints");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "bin", configuration, "net10.0", "LoginEndpoints.dll")]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["TIKTOK_CLIENT_ID"] = TikTokEmulator.SandboxClientKey;
        start.Environment["TIKTOK_CLIENT_SECRET"] = TikTokEmulator.ClientSecret;
        start.Environment["TIKTOK_EMULATOR"] = _emulator.BaseAddress.AbsoluteUri;
        _program = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        using var limit = new CancellationTokenSource(Eventually.Patience);
        while (await _program.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Split("Now listening on: ") is [_, var address])
            {
                _address = new Uri(address.Trim());
                _ = _program.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would stop the program
                return;
            }
        }

        throw new InvalidOperationException("The sample ended before it listened.");
    }

    public async Task DisposeAsync()
    {
        _program.Kill(entireProcessTree: true);
        await _program.WaitForExitAsync();
        _program.Dispose();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task Its_pages_sign_in_and_out_with_and_without_a_script()
    {
        await SignInAndOutAsync(await world.Chromium.NewPageAsync(new() { JavaScriptEnabled = false, ColorScheme = ColorScheme.Dark }), "/", page => page.GetByTestId("continue-with-tiktok"));
        await SignInAndOutAsync(await world.Chromium.NewPageAsync(), "/script.html", static page => page.Locator("tokgate-button"));
    }

    [Fact]
    public async Task Wcag_2_2_AA_Both_buttons_look_the_same_and_have_no_fault_that_axe_finds()
    {
        const string look = "(element) => { const { width, height } = element.getBoundingClientRect(); const { color, backgroundColor, borderRadius, fontSize } = getComputedStyle(element); return JSON.stringify({ width, height, color, backgroundColor, borderRadius, fontSize }); }";
        var page = await world.Chromium.NewPageAsync(new() { BypassCSP = true }); // axe is put into the page
        await page.GotoAsync(_address.AbsoluteUri);
        Assert.Empty(await AxeText.FaultsAsync(page, world.Axe));
        var written = await page.GetByTestId("continue-with-tiktok").EvaluateAsync<string>(look);
        await page.GotoAsync(new Uri(_address, "/script.html").AbsoluteUri);
        Assert.Empty(await AxeText.FaultsAsync(page, world.Axe));

        Assert.Equal(written, await page.Locator("tokgate-button .tokgate-button").EvaluateAsync<string>(look));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task T_28_A_form_of_another_site_signs_nobody_out()
    {
        var page = await world.Chromium.NewPageAsync();
        await page.GotoAsync(new Uri(_address, "/api/auth/signin/tiktok?callbackUrl=/").AbsoluteUri);
        await page.RouteAsync("http://localhost/**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = $"<form method=post action={_address}api/auth/signout><button>Win</button></form>" }));
        await page.GotoAsync("http://localhost/");
        await page.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(page.GetByText("TTK2010")).ToBeVisibleAsync();
        await page.GotoAsync(_address.AbsoluteUri);
        await Expect(page.GetByTestId("signed-in-as")).ToHaveTextAsync("Signed in as Camille Full");
        await page.Context.CloseAsync();
    }

    private async Task SignInAndOutAsync(IPage page, string path, Func<IPage, ILocator> button)
    {
        var complaints = await ScriptTrap.SetAsync(page);
        await _emulator.PutAsync("/_emulator/consent", new { mode = "ask" });
        await page.GotoAsync(new Uri(_address, path).AbsoluteUri);
        await button(page).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByTestId("cancel").ClickAsync();
        await Expect(page.GetByTestId("error")).ToContainTextAsync("cancelled");

        await button(page).ClickAsync();
        await page.GetByTestId("persona-creator_full").ClickAsync();
        await page.GetByTestId("authorize").ClickAsync();
        await Expect(page.GetByTestId("signed-in-as")).ToHaveTextAsync("Signed in as Camille Full");
        await page.GetByTestId("sign-out").ClickAsync();
        await Expect(button(page)).ToBeVisibleAsync();
        await Expect(page.GetByTestId("signed-in-as").Filter(new() { HasText = "Camille" })).ToHaveCountAsync(0);
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }
}
