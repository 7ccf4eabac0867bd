using System.Net;
using Tokgate.AspNetCore.Tests.Hosting;
using Tokgate.Emulator;
using Tokgate.TestKit;

namespace Tokgate.AspNetCore.Tests.Vault;

/// <summary>The sample <c>VaultSignIn</c>, as a program of its own.</summary>
public sealed class VaultSampleTests
{
    [Fact]
    public async Task It_signs_in_stays_fresh_and_disconnects()
    {
        using var directory = new TempDirectory();
        await using var tiktok = await TikTokEmulator.StartAsync();
        await tiktok.PutAsync($"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { platforms = new { desktop = new[] { "http://127.0.0.1:*/signin-tiktok" } } });
        await tiktok.ConsentAsync("creator_full");
        using var sample = await SampleProgram.StartAsync("VaultSignIn", directory.Path, new Dictionary<string, string>
        {
            ["TIKTOK_CLIENT_ID"] = TikTokEmulator.SandboxClientKey,
            ["TIKTOK_CLIENT_SECRET"] = TikTokEmulator.ClientSecret,
            ["TIKTOK_EMULATOR"] = tiktok.BaseAddress.AbsoluteUri,
            ["Tokgate__MasterKeyFile"] = MasterKeyOf.Write(directory["master.key"], 1),
        });
        var app = sample.Address;
        using var browser = new BrowserWalker();

        Assert.StartsWith("Not signed in", (await browser.GetAsync(app)).Body, StringComparison.Ordinal);
        Assert.Equal("Camille Full", (await browser.GetAsync(new Uri(app, "/login"))).Body);
        Assert.StartsWith("Generation 1,", (await browser.GetAsync(new Uri(app, "/token"))).Body, StringComparison.Ordinal);

        // TikTok refuses the token that the program believes in: the client asks again with a fresh one.
        await tiktok.AdvanceClockAsync(TimeSpan.FromHours(3));
        Assert.Contains("Camille Full", (await browser.GetAsync(new Uri(app, "/profile"))).Body, StringComparison.Ordinal);
        Assert.StartsWith("Generation 2,", (await browser.GetAsync(new Uri(app, "/token"))).Body, StringComparison.Ordinal);
        var check = tiktok.Check();
        Assert.False(check.Fails(TikTokEmulatorSeverity.Warning), check.ToString());

        await tiktok.ConsentAsync("creator_full", ["user.info.basic"]);
        Assert.Equal("Confirmed", (await browser.PostAsync(new Uri(app, "/disconnect"))).Body);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri(app, "/token"))).Status); // by signing in again
        Assert.Equal("You did not grant video.list.", (await browser.GetAsync(new Uri(app, "/token"))).Body);
    }
}
