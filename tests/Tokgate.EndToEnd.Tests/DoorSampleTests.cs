using System.Net.Http.Json;
using Tokgate.Emulator;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests;

/// <summary>One program for each way in that is no web application's, as somebody would start it.</summary>
[Collection(HostedPagesCollection.Name)]
public sealed class DoorSampleTests(HostedPagesFixture world)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private string Issuer => world.Issuer.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task A_terminal_shows_a_code_and_signs_in_whoever_scans_it()
    {
        using var limit = new CancellationTokenSource(s_patience);
        using var sample = Start("QrSignIn", Issuer, HostedPagesFixture.Television);
        var drawn = 0;
        while (await sample.Output.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.IndexOf("aweme://", StringComparison.Ordinal) is var at and >= 0)
            {
                using var scanned = await world.TikTok.Control.PostAsJsonAsync("/_emulator/qr", new { scan_url = line[at..], user = "creator_full", action = "confirm" }, limit.Token);
                Assert.True(scanned.IsSuccessStatusCode);
                break;
            }

            drawn++;
        }

        Assert.InRange(drawn, 15, 60); // rows of a picture
        Assert.Equal("Signed in as Camille Full.\n", await sample.EndAsync(limit.Token));
    }

    [Fact]
    public async Task A_program_on_a_desktop_signs_in_by_the_browser_and_a_port_that_was_free()
    {
        using var limit = new CancellationTokenSource(s_patience);
        using var sample = Start("NativeSignIn", Issuer, HostedPagesFixture.Desktop);
        var address = await sample.Output.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException(await sample.Errors.ReadToEndAsync(limit.Token));
        using var browser = new BrowserWalker();
        Assert.Equal("You can close this page.", (await browser.GetAsync(new Uri(address + "&tokgate_method=redirect"))).Body);
        Assert.Equal("Signed in as Camille Full.\n", await sample.EndAsync(limit.Token));
    }

    [Fact]
    public async Task An_app_on_a_phone_hands_over_what_TikToks_SDK_gave_it()
    {
        using var limit = new CancellationTokenSource(s_patience);
        var callbacks = (string[])[Issuer + "/login/callback", Issuer + "/login/callback/business"];
        await world.TikTok.PutAsync($"/_emulator/apps/{TikTokEmulator.ProductionClientKey}", new { platforms = new { desktop = callbacks, android = (string[])[HostedPagesFixture.PhoneLink] } });
        using var sample = Start(
            "MobileSignIn", Issuer, HostedPagesFixture.Phone, world.TikTok.BaseAddress.AbsoluteUri, TikTokEmulator.ProductionClientKey, HostedPagesFixture.PhoneLink);
        Assert.Equal("Signed in as Camille Full, with a refresh token: True.\n", await sample.EndAsync(limit.Token));
    }

    [Fact]
    public async Task An_application_connects_an_account_to_one_of_its_own_people()
    {
        using var limit = new CancellationTokenSource(s_patience);
        using var sample = Start("ConnectAccount", Issuer, HostedPagesFixture.OwnPeople, HostedPagesFixture.OwnPeopleSecret, world.ConnectedUri, "alice-42");
        var address = await sample.Output.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException(await sample.Errors.ReadToEndAsync(limit.Token));
        using var browser = new BrowserWalker();
        Assert.Contains("data-testid=\"connect-go\"", (await browser.GetAsync(new Uri(address))).Body, StringComparison.Ordinal);
        var ticket = new Uri(address).Query.Split("ticket=")[1];
        Assert.Equal("You can close this page.", (await browser.PostAsync(new Uri(world.Issuer, "/connect"), [new("ticket", ticket)])).Body);
        Assert.Equal("Connected to alice-42: Camille Full, active.\n", await sample.EndAsync(limit.Token));
    }

    private static SampleProcess Start(string name, params string[] arguments) => new(name, arguments);
}
