using Tokgate.AspNetCore.Tests.Hosting;
using Tokgate.Emulator;
using Tokgate.TestKit;

namespace Tokgate.AspNetCore.Tests;

/// <summary>The sample <c>WebSignIn</c>, which is the README's first code, as a program of its own.</summary>
public sealed class WebSampleTests
{
    [Fact]
    public async Task It_signs_in_as_it_stands()
    {
        using var directory = new TempDirectory();
        await using var tiktok = await TikTokEmulator.StartAsync();
        await tiktok.PutAsync($"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { platforms = new { desktop = new[] { "http://127.0.0.1:*/signin-tiktok" } } });
        await tiktok.ConsentAsync("creator_full");
        using var sample = await SampleProgram.StartAsync("WebSignIn", directory.Path, new Dictionary<string, string>
        {
            ["TIKTOK_CLIENT_ID"] = TikTokEmulator.SandboxClientKey,
            ["TIKTOK_CLIENT_SECRET"] = TikTokEmulator.ClientSecret,
            ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(EmulatorStartup).Assembly.GetName().Name!, // an assembly that is loaded has one
            [$"ASPNETCORE_{EmulatorStartup.Setting}"] = tiktok.BaseAddress.AbsoluteUri,
        });
        using var browser = new BrowserWalker();

        Assert.StartsWith("Not signed in", (await browser.GetAsync(sample.Address)).Body, StringComparison.Ordinal);
        Assert.Equal("Camille Full", (await browser.GetAsync(new Uri(sample.Address, "/login"))).Body);
        Assert.Equal("Camille Full", (await browser.GetAsync(sample.Address)).Body);
        Assert.Equal(
            ["/v2/auth/authorize/", "/v2/oauth/token/", "/v2/user/info/"],
            (await tiktok.ReadRequestsAsync()).EnumerateArray().Select(static request => request.GetProperty("path").GetString()));
        var check = tiktok.Check();
        Assert.False(check.Fails(TikTokEmulatorSeverity.Warning), check.ToString());

        using var other = new BrowserWalker();
        Assert.StartsWith("Not signed in", (await other.GetAsync(sample.Address)).Body, StringComparison.Ordinal);
    }
}
