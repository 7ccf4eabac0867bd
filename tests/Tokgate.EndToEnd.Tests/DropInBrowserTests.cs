using System.Diagnostics;
using Microsoft.Playwright;
using Tokgate.Emulator;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests;

/// <summary>Chromium, started by <c>drop-in run</c> as anything else is. It cannot be the other tests' one: the names are the emulator's in its namespaces only.</summary>
public sealed class DropInBrowserTests : IDisposable
{
    private const string Callback = "https://app.example/callback";

    private readonly TempDirectory _home = new();

    [Fact]
    public async Task A_person_signs_in_with_TikTok_s_own_name_in_the_address_bar()
    {
        Directory.CreateDirectory(_home[".pki/nssdb"]);
        await RunAsync("certutil", "-N", "-d", $"sql:{_home[".pki/nssdb"]}", "--empty-password");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = await ScriptAsync(),
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        });
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        var answer = await page.GotoAsync(
            $"https://www.tiktok.com/v2/auth/authorize/?client_key={TikTokEmulator.ProductionClientKey}&response_type=code&scope=user.info.basic&redirect_uri={Uri.EscapeDataString(Callback)}&state=s");
        var certificate = await answer!.SecurityDetailsAsync(); // a page was opened
        await page.GetByTestId("persona-creator_full").ClickAsync();

        Assert.Equal("https://www.tiktok.com", new Uri(page.Url).GetLeftPart(UriPartial.Authority));
        Assert.Matches("^Tokgate emulator .*, not TikTok$", certificate!.Issuer);
        await Assertions.Expect(page.GetByTestId("signed-in-person")).ToHaveTextAsync("Camille Full");
        Assert.True(await page.EvaluateAsync<bool>("[...document.images].every((image) => image.complete && image.naturalWidth > 0)"));

        // The application itself is not there: that the browser goes to it with a code is what TikTok owes it.
        var redirected = await page.RunAndWaitForRequestAsync(() => page.GetByTestId("authorize").ClickAsync(), request => request.Url.StartsWith(Callback, StringComparison.Ordinal));
        Assert.Matches("[?]code=.+&scopes=user.info.basic&state=s$", redirected.Url);
    }

    public void Dispose() => _home.Dispose();

    /// <summary>What a test runner starts in the place of the browser; the pipes by which it drives it are inherited all the way.</summary>
    private async Task<string> ScriptAsync()
    {
        var configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        var emulator = Path.Combine(PeerFiles.Root, "src", "Tokgate.Emulator", "bin", configuration, "net10.0", "Tokgate.Emulator.dll");
        var path = _home["chromium"];
        await File.WriteAllTextAsync(path, $"""
            #!/bin/sh
            export HOME='{_home.Path}' ASPNETCORE_ENVIRONMENT=Development
            exec dotnet '{emulator}' drop-in run --offline --redirect-uri {Callback} -- {Chromium.Executable()} "$@"

            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
