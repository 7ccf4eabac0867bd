using System.Text;
using Tokgate.Emulator;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Connections;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Connections;

/// <summary>What settings and code declare counts when it changes; as long as it says the same, what was made of it since stands.</summary>
public sealed class DeclarationTests : IDisposable
{
    private const string Secret = "secret-from-the-settings-0001";
    private const string Former = "secret-from-the-settings-0000";

    private readonly TempDirectory directory = new();

    [Fact]
    public async Task What_the_API_made_of_a_declared_connection_stands_until_the_declaration_changes()
    {
        await using (var broker = await StartAsync("user.info.basic"))
        {
            await broker.ChangeConnectionAsync(config => config with
            {
                DisplayName = "With TikTok",
                Scopes = ["user.info.basic", "user.info.stats"],
                UpstreamParams = new Dictionary<string, UpstreamParam> { ["x"] = new("1", null) },
            });
        }

        await using (var broker = await StartAsync("user.info.basic"))
        {
            var config = broker.Get<ConnectionDirectory>().Find("tiktok")!.Config; // declared
            Assert.Equal(["user.info.basic", "user.info.stats"], config.Scopes);
            Assert.Equal(("With TikTok", 2), (config.DisplayName, config.Version));
        }

        await using (var broker = await StartAsync("user.info.basic,video.list"))
        {
            var config = broker.Get<ConnectionDirectory>().Find("tiktok")!.Config; // as above
            Assert.Equal(["user.info.basic", "video.list"], config.Live!.ApprovedScopes); // it has one
            Assert.Equal(["user.info.basic"], config.Scopes);
            Assert.Equal("With TikTok", config.DisplayName);
            Assert.Equal("1", config.UpstreamParams["x"].Value);
            var names = (await broker.AuditAsync(new AuditFilter { Connection = "tiktok" })).Select(audited => audited.Name);
            Assert.Equal(["connection.changed", "connection.changed", "connection.created"], names.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Another_app_in_the_settings_becomes_the_live_one_and_the_former_stays()
    {
        await using (await StartAsync("user.info.basic"))
        {
        }

        await using var broker = await StartAsync("user.info.basic", key: "awother");
        var connection = broker.Get<ConnectionDirectory>().Find("tiktok")!; // declared
        Assert.Equal("awother", connection.Live?.ClientKey);
        Assert.Equal(["awother", "awfirst"], connection.ClientKeys);
        Assert.Null(connection.Find("awfirst"));
    }

    [Fact]
    public async Task T_60_A_secret_of_the_settings_is_overlaid_and_never_written()
    {
        await using (var broker = await StartAsync("user.info.basic"))
        {
            var app = broker.Get<ConnectionDirectory>().Find("tiktok")!.Config.Live!; // declared
            Assert.Equal((Secret, Former, true), (app.ClientSecret!.Reveal(), app.FormerSecret!.Reveal(), app.IsManagedBySettings)); // the settings have both
            await broker.ChangeConnectionAsync(config => config with { DisplayName = "Changed" });
            var stored = await broker.Get<IConnectionStore>().ListAsync(CancellationToken.None);
            Assert.Null(Assert.Single(stored).SealedSecrets);
        }

        foreach (var file in Directory.EnumerateFiles(directory.Path, "*.db*"))
        {
            Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        }

        // Without the settings there is nobody to sign in by, and what was granted is not forgotten.
        await using var without = await Broker.StartAsync(SignInWorld.SignInClients, dataDirectory: directory.Path);
        Assert.Equal(503, (await without.GetAsync(SignInWorld.Authorize())).Status);
        Assert.Equal(["awfirst"], without.Get<ConnectionDirectory>().Find("tiktok")!.ClientKeys); // its row stands
    }

    [Fact]
    public async Task T_71_A_row_that_leads_to_an_emulator_starts_nothing_in_Production()
    {
        await directory.WriteSecretAsync("master.key", Convert.ToBase64String(new byte[32]));
        await using (var broker = await Broker.StartAsync(dataDirectory: directory.Path))
        {
            await broker.AddConnectionAsync("mine", "awmine", "some-secret", new Uri("http://localhost:5082"));
        }

        Assert.Equal(ErrorIds.ConnectionEmulated, (await Assert.ThrowsAsync<SetupException>(StartInProductionAsync)).Id);
        await using (var broker = await Broker.StartAsync(dataDirectory: directory.Path))
        {
            await broker.ChangeConnectionAsync(config => config with { Apps = [config.Apps[0] with { Address = null, ClientSecret = Tokgate.TikTok.ClientSecret.From(TikTokEmulator.ClientSecret) }] }, "mine");
        }

        Assert.Equal(ErrorIds.ConnectionEmulated, (await Assert.ThrowsAsync<SetupException>(StartInProductionAsync)).Id);
        await using (var broker = await Broker.StartAsync(dataDirectory: directory.Path))
        {
            await broker.ChangeConnectionAsync(config => config with { Apps = [config.Apps[0] with { ClientSecret = Tokgate.TikTok.ClientSecret.From("own-secret") }] }, "mine");
        }

        await using var production = await StartInProductionAsync();
        Assert.True(production.Get<ConnectionDirectory>().Find("mine")!.IsOffered); // its row stands
        await production.ChangeConnectionAsync(config => config with { Apps = [config.Apps[0] with { Address = new Uri("https://tiktok.example") }] }, "mine");
        Assert.False(production.Get<ConnectionDirectory>().Find("mine")!.IsOffered); // as above
    }

    [Fact]
    public async Task A_client_of_the_code_stands_as_it_was_changed_until_the_code_changes()
    {
        foreach (var (redirect, expected) in ((string, string)[])[("https://app.example/cb", "Changed"), ("https://app.example/cb", "Changed"), ("https://app.example/moved", "web")])
        {
            await using var broker = await Broker.StartAsync([new() { Id = The.Web, Secret = The.WebSecret, RedirectUris = [redirect] }], dataDirectory: directory.Path);
            var store = broker.Get<IClientStore>();
            var client = (await store.FindAsync(The.Web, CancellationToken.None))!.Client; // of the code
            if (client.Version == 1)
            {
                Assert.True(await store.TryUpdateAsync(client with { Name = "Changed" }, CancellationToken.None));
                continue;
            }

            Assert.Equal(expected, client.Name);
            Assert.Equal([redirect], client.RedirectUris);
        }
    }

    public void Dispose() => directory.Dispose();

    private Task<Broker> StartAsync(string approved, string key = "awfirst") => Broker.StartAsync(
        SignInWorld.SignInClients, dataDirectory: directory.Path,
        arguments: [$"--TIKTOK_CLIENT_ID={key}", $"--TIKTOK_CLIENT_SECRET={Secret}", $"--TIKTOK_CLIENT_SECRET_FORMER={Former}", $"--Tokgate:TikTok:ApprovedScopes={approved}"]);

    private Task<Broker> StartInProductionAsync() => Broker.StartAsync(dataDirectory: directory.Path, environment: "Production", issuer: "https://login.example.com", migrate: true);
}
