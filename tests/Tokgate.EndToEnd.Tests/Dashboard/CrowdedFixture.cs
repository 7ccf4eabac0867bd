using System.Net.Http.Json;
using Tokgate.Server;
using Tokgate.TestKit;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>A dashboard in which everything has a name that is a script: people, applications, browsers.</summary>
public sealed class CrowdedFixture : DashboardFixture, IAsyncLifetime
{
    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        foreach (var (payload, index) in AttackFixture.Payloads.Select(static (payload, index) => (payload, index)))
        {
            using var made = await Emulator.Control.PostAsJsonAsync(
                new Uri("/_emulator/users", UriKind.Relative), new { username = $"mallory_{index}", display_name = payload, bio_description = payload });
            Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
            await Emulator.ConsentAsync($"mallory_{index}");
            using var browser = new BrowserWalker();
            Assert.Equal("/account", (await browser.PostAsync(new Uri(At("/account/sign-in")))).Address.AbsolutePath);
            using var stranger = new HttpClient();
            stranger.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", payload);
            using var failed = await stranger.GetAsync(new Uri(At($"/login/callback?state={Uri.EscapeDataString(payload)}&error={Uri.EscapeDataString(payload)}&error_description={Uri.EscapeDataString(payload)}")));
        }
    }

    protected override TokgateServerOptions Options()
    {
        var options = base.Options();
        return new TokgateServerOptions
        {
            EnvironmentName = options.EnvironmentName,
            Urls = options.Urls,
            Issuer = options.Issuer,
            DataDirectory = options.DataDirectory,
            Connections = options.Connections,
            Clients =
            [
                .. options.Clients,
                .. AttackFixture.Payloads.Select(static (payload, index) => new TokgateServerClient { Id = $"app{index}", Name = payload, IsPublic = true, RedirectUris = ["https://app.example/cb"] }),
            ],
        };
    }
}
