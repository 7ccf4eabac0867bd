using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>Pages of the dashboard that no link leads to: what comes after a form, and what is for somebody who is not signed in.</summary>
internal static class DashboardStops
{
    /// <summary>What is no page to look at, and why.</summary>
    public static IReadOnlyDictionary<string, string> NoPages { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["/dashboard/broker/start"] = "with one connection it sends on at once",
        ["/dashboard/logs/export"] = "a file",
        ["/dashboard/logs/newer"] = "a part of a page, which a script asks for",
        ["/dashboard/sign-out"] = "takes a form and shows nothing",
    };

    /// <summary>The routes of all Razor pages of the dashboard that this program has.</summary>
    public static IReadOnlyList<string> Routes(DashboardFixture fixture) => [.. fixture.Broker.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(static endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .Select(static endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')) // made of text
        .Where(static route => route.StartsWith("/dashboard", StringComparison.Ordinal))
        .Distinct().OrderBy(static route => route.Count(static character => character == '{'))];

    /// <returns>What the browser stands on, in words.</returns>
    public static async IAsyncEnumerable<string> WalkAsync(IPage page, CrowdedFixture fixture)
    {
        await page.GotoAsync(fixture.At("/dashboard/applications/new"));
        await page.GetByTestId("name").FillAsync(AttackFixture.Payloads[0]);
        await page.GetByTestId("callbacks").FillAsync("http://shop.example/cb");
        await page.GetByTestId("create").ClickAsync();
        await page.GetByTestId("error").WaitForAsync();
        yield return "a new application refused";
        await page.GetByTestId("callbacks").FillAsync("https://shop.example/cb");
        await page.GetByTestId("create").ClickAsync();
        await page.GetByTestId("secret").WaitForAsync();
        yield return "an application made, with its secret";
        await page.GetByTestId("to-settings").ClickAsync();
        await page.GetByTestId("metadata-name-1").FillAsync(AttackFixture.Payloads[1]);
        await page.GetByTestId("metadata-value-1").FillAsync(AttackFixture.Payloads[2]);
        await page.GetByTestId("save").ClickAsync();
        await page.GetByTestId("notice").WaitForAsync();
        yield return "an application saved, with notes";
        await page.GetByTestId("jwks").FillAsync(AttackFixture.Payloads[3]);
        await page.GetByTestId("save").ClickAsync();
        await page.GetByTestId("error").WaitForAsync();
        yield return "an application's keys refused";
        await page.GetByTestId("place-secrets").ClickAsync();
        await page.GetByTestId("rotate").ClickAsync();
        await page.GetByTestId("secret").WaitForAsync();
        yield return "a secret rotated";
        await page.GetByTestId("place-apis").ClickAsync();
        await page.WaitForURLAsync("**/apis");
        yield return "an application's APIs";

        await page.GotoAsync(fixture.At("/dashboard/settings/webhooks"));
        await page.GetByTestId("url").FillAsync($"http://localhost:{fixture.Issuer.Port}/{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
        await page.GetByTestId("event-all").CheckAsync();
        await page.GetByTestId("create").ClickAsync();
        await page.GetByTestId("secret").WaitForAsync();
        yield return "a webhook receiver made, with its secret";
        await page.GetByTestId("to-receiver").ClickAsync();
        await page.WaitForURLAsync("**/webhooks/*");
        yield return "a webhook receiver";

        await page.GotoAsync(fixture.At("/dashboard/connections/tiktok/try"));
        await page.GetByTestId("invite").ClickAsync();
        var run = await page.GetByTestId("link").InputValueAsync();
        yield return "a link made that runs a trial";
        await page.GetByTestId("try").ClickAsync();
        await page.WaitForURLAsync("**/try?trial=*");
        await page.GetByTestId("share").ClickAsync();
        var shared = await page.GetByTestId("link").InputValueAsync();
        yield return "a link made that shows a trial";

        // TikTok's page is not ours to look at: whoever is sent there stays.
        await page.RouteAsync("**/v2/auth/authorize/**", static route => route.FulfillAsync(new RouteFulfillOptions { Status = 204 }));
        await page.GetByTestId("try").ClickAsync();
        await page.GetByTestId("leaving").WaitForAsync();
        yield return "on the way to TikTok";

        await page.GotoAsync(fixture.At("/dashboard/you/password"));
        var secret = await page.GetByTestId("secret").InnerTextAsync();
        await page.GetByTestId("password").FillAsync("four words in a row");
        await page.GetByTestId("again").FillAsync("four words in a row");
        await page.GetByTestId("code").FillAsync("x");
        await page.GetByTestId("save").ClickAsync();
        await page.GetByTestId("error").WaitForAsync();
        yield return "a password refused";
        await page.GetByTestId("password").FillAsync("four words in a row");
        await page.GetByTestId("again").FillAsync("four words in a row");
        await page.GetByTestId("code").FillAsync(CodeAt(secret, fixture.Clock.GetUtcNow()));
        await page.GetByTestId("save").ClickAsync();
        await page.GetByTestId("recovery-codes").WaitForAsync();
        yield return "recovery codes";

        await page.GotoAsync(fixture.At("/dashboard/settings/administrators"));
        await page.GetByTestId("invite").ClickAsync();
        var welcome = await page.GetByTestId("invitation-link").InnerTextAsync();
        yield return "an administrator invited";

        foreach (var (address, what) in ((string, string)[])[(fixture.At(fixture.Abandoned), "a sign-in that was abandoned"), (fixture.At(fixture.Failed), "a sign-in that failed")])
        {
            await page.GotoAsync(address);
            yield return what;
        }

        await page.Context.ClearCookiesAsync(new BrowserContextClearCookiesOptions { Name = "tokgate-dashboard" });
        foreach (var (address, what) in ((string, string)[])
        [
            (fixture.At("/dashboard/sign-in"), "the door"), (fixture.At("/dashboard/broker"), "the door by TikTok"), (welcome, "an invitation"), (welcome[..^1], "an invitation that is none"), (shared, "a trial shown"),
            (shared[..^1], "a trial that is not shown"), (run, "a trial to run"), (run[..^1], "a trial that cannot be run"), (fixture.At("/dashboard/trials/ended?state=succeeded"), "a trial run for somebody else"),
            (fixture.At("/dashboard/trials/ended?state=failed&reason=TTK3103"), "a trial that failed for somebody else"),
        ])
        {
            await page.GotoAsync(address);
            yield return what;
        }
    }

    // RFC 6238, as authenticator apps do.
    private static string CodeAt(string secret, DateTimeOffset at)
    {
        var bits = string.Concat(secret.Trim().Select(static letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(index * 8, 8), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, at.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // what authenticator apps do
        var hash = HMACSHA1.HashData(key, step);
#pragma warning restore CA5350
        var number = (BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000;
        return number.ToString("D6", CultureInfo.InvariantCulture);
    }
}
