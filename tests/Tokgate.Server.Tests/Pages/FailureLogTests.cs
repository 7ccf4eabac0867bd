using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tokgate.Emulator;
using Tokgate.Server.Tests.Attacks;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Pages;

/// <summary>What an operator reads at night: one line per failure, with all that it takes to act.</summary>
public sealed class FailureLogTests
{
    [Fact]
    public async Task A_failure_is_one_line_with_its_id_its_reference_and_what_to_do()
    {
        using var directory = new TempDirectory();
        using var log = new CapturedLog();
        var time = new ManualTime();
        await using var tikTok = await TikTokEmulator.StartAsync();
        await tikTok.ConsentAsync("creator_full");
        var app = TokgateServer.Create(new TokgateServerOptions
        {
            EnvironmentName = "Development",
            Urls = "http://127.0.0.1:0",
            Issuer = Broker.Issuer,
            DataDirectory = directory.Path,
            TimeProvider = time,
            Clients = SignInWorld.SignInClients,
            Connections = [SignInWorld.Connection(tikTok.BaseAddress)],
        });
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await using var broker = await Broker.OfAsync(app, time);
        using var browser = new Browser(broker);

        var unknown = await browser.GoAsync(SignInWorld.Authorize(("client_id", "nobody")));
        IsOneLine(log, unknown, "TTK3120", "Compare the application's `client_id` with the one that is registered here.");

        await tikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "body", status = 200, body = "{\"error\":\"invalid_client\",\"error_description\":\"x\",\"log_id\":\"log-of-tiktok\"}", count = 1 });
        var refused = await browser.GoAsync(SignInWorld.Authorize());
        Assert.Contains("(log_id log-of-tiktok)", IsOneLine(log, refused, "TTK3103", "To mend it: "), StringComparison.Ordinal);
    }

    private static string IsOneLine(CapturedLog log, Answer page, string errorId, string advice)
    {
        Assert.True(page.Status >= 400 && page.Body.Contains(errorId, StringComparison.Ordinal), $"{page.Status} {page.Body}");
        var line = Assert.Single(log.Lines, line => line.Contains(page.Text("error-reference").Trim(), StringComparison.Ordinal));
        Assert.Contains($"{errorId} was shown to a browser: ", line, StringComparison.Ordinal);
        Assert.Contains(advice, line, StringComparison.Ordinal);
        Assert.DoesNotContain("(null)", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        return line;
    }
}
