using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tokgate.AspNetCore.Tests.Hosting;
using Tokgate.TestKit;
using Tokgate.Vault;

namespace Tokgate.AspNetCore.Tests.Vault;

/// <summary>A vault that is set up wrongly refuses to start, and says everything that is wrong.</summary>
public sealed class VaultStartTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Key_store_and_scheme_are_missed_together()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(services => services.AddTikTokVault()));

        Assert.All(["TTK2100", "TTK2101", "TTK2102", "Tokgate__MasterKeyFile", "AddTikTokVaultStore", "AddTikTok()"], part => Assert.Contains(part, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tokens_are_not_kept_twice()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(services => Whole(services, saveTokens: true), KeyFile(1)));

        Assert.Contains("TTK2103", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_wants_a_vault_and_a_wait_within_reason()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            services => services.AddHttpClient("tiktok").AddTikTokToken(options => options.MaxRateLimitWait = TimeSpan.FromHours(1))));

        Assert.All(["TTK2106", "TTK2107"], id => Assert.Contains(id, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_key_comes_from_the_file_that_the_configuration_names_and_another_one_is_refused()
    {
        var right = KeyFile(1);
        await using (await StartAsync(services => Whole(services), right))
        {
            // The first start makes it the database's key.
        }

        await using (await StartAsync(services => Whole(services), right))
        {
            // The second one finds that it is.
        }

        var failure = await Assert.ThrowsAsync<VaultKeyException>(() => StartAsync(services => Whole(services), KeyFile(2)));
        Assert.StartsWith("TTK6004", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_may_stand_beside_during_a_rotation()
    {
        await using (await StartAsync(services => Whole(services), KeyFile(1)))
        {
            // The first start makes it the database's key.
        }

        await using var app = await StartAsync(services => Whole(services, vault: options => options.OtherMasterKeys.Add(new MasterKeyOf(1))), KeyFile(2));
        Assert.Equal(2, app.Services.GetRequiredService<MasterKeyRing>().Ids.Count);
    }

    [Fact]
    public async Task A_key_file_that_is_not_there_is_refused()
    {
        var failure = await Assert.ThrowsAsync<VaultKeyException>(() => StartAsync(services => Whole(services), _directory["no.key"]));

        Assert.StartsWith("TTK6001", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    private string KeyFile(byte number) => MasterKeyOf.Write(_directory[$"{number}.key"], number);

    private void Whole(IServiceCollection services, bool saveTokens = false, Action<TikTokVaultOptions>? vault = null)
    {
        services.AddDbContext<VaultContext>(options => options.UseSqlite($"Data Source={_directory["application.db"]}"));
        services.AddAuthentication().AddCookie().AddTikTok(options =>
        {
            options.SignInScheme = "Cookies";
            options.ClientKey = "awkey";
            options.ClientSecret = "secret";
            options.SaveTokens = saveTokens;
        });
        services.AddTikTokVault(vault);
        services.AddTikTokVaultStore<VaultContext>();
    }

    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> configure, string? keyFile = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = "Development" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Tokgate:MasterKeyFile", keyFile)]);
        configure(builder.Services);
        var app = builder.Build();
        try
        {
            using (var scope = app.Services.CreateScope())
            {
                scope.ServiceProvider.GetService<VaultContext>()?.Database.EnsureCreated();
            }

            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
