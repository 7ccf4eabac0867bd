using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tokgate.TestKit;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore.Tests;

/// <summary>A wrong set-up fails at start, and says everything that is wrong and how to mend it.</summary>
public sealed class StartUpTests
{
    [Fact]
    public async Task Missing_credentials_are_named_together_with_what_to_set()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync("Development", []));

        Assert.Contains("TIKTOK_CLIENT_ID", failure.Message, StringComparison.Ordinal);
        Assert.Contains("TIKTOK_CLIENT_SECRET", failure.Message, StringComparison.Ordinal);
        Assert.Contains("TTK2001", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TIKTOK_CLIENT_ID", "TIKTOK_CLIENT_SECRET")]
    [InlineData("AUTH_TIKTOK_ID", "AUTH_TIKTOK_SECRET")]
    public async Task Credentials_come_from_configuration_and_are_trimmed(string id, string secret)
    {
        await using var app = await StartAsync("Production", new() { [id] = " awkey \n", [secret] = "secret-value\n" });

        var options = app.Services.GetRequiredService<IOptionsMonitor<TikTokOptions>>().Get(TikTokDefaults.AuthenticationScheme);
        Assert.Equal("awkey", options.ClientKey);
        Assert.Equal("secret-value", options.ClientSecret);
        Assert.NotNull(app.Services.GetRequiredService<TikTokClient>());
    }

    [Fact]
    public async Task Options_win_over_configuration_and_TIKTOK_over_AUTH()
    {
        await using var app = await StartAsync(
            "Development",
            new() { ["TIKTOK_CLIENT_ID"] = "awfirst", ["AUTH_TIKTOK_ID"] = "awsecond", ["TIKTOK_CLIENT_SECRET"] = "configured" },
            options => options.ClientSecret = "given");

        var options = app.Services.GetRequiredService<IOptionsMonitor<TikTokOptions>>().Get(TikTokDefaults.AuthenticationScheme);
        Assert.Equal("awfirst", options.ClientKey);
        Assert.Equal("given", options.ClientSecret);
    }

    public static TheoryData<string, Action<TikTokOptions>> WrongOptions => new()
    {
        { "Scope", options => options.Scope.Add("user.info.profile,user.info.stats") },
        { "Scope", options => options.Scope.Clear() },
        { "Fields", options => options.Fields.Add("email") },
        { "Endpoints", options => options.AuthorizationEndpoint = "http://localhost:5082/v2/auth/authorize/" },
        { "Endpoints", options => options.Endpoints = TikTokEndpoints.At(new Uri("http://tiktok.example")) },
        { "Endpoints", options => options.Endpoints = null! }, // as code without nullability checks would
        { "CallbackPath", options => options.CallbackPath = null },
        { "BackchannelTimeout", options => options.BackchannelTimeout = TimeSpan.FromMinutes(10) },
        { "ClientSecret", options => options.ClientSecret = "first line\nsecond line" },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public async Task Wrong_options_are_named(string option, Action<TikTokOptions> configure)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync("Development", Credentials(), configure));

        Assert.Contains(option, failure.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<TikTokOptions>> WrongInProduction => new()
    {
        { "emulator", options => options.Endpoints = TikTokEndpoints.At(new Uri("http://localhost:5082")) },
        { "emulator", options => options.Endpoints = TikTokEndpoints.At(new Uri("https://127.0.0.1:5082")) },
        { "ClientSecret", options => options.ClientSecret = "emulator-secret-not-for-production-00001" },
    };

    [Theory]
    [MemberData(nameof(WrongInProduction))]
    public async Task The_emulator_is_refused_in_Production_and_only_there(string word, Action<TikTokOptions> configure)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync("Production", Credentials(), configure));
        Assert.Contains(word, failure.Message, StringComparison.Ordinal);

        await using var app = await StartAsync("Development", Credentials(), configure);
    }

    [Fact]
    public async Task The_client_alone_is_refused_on_the_emulator_in_Production_too()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(Credentials());
        builder.Services.AddTikTokClient(options => options.Endpoints = TikTokEndpoints.At(new Uri("http://localhost:5082")));
        await using var app = builder.Build();

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());
        Assert.Contains("emulator", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", "sbawsandboxkey", true)]
    [InlineData("Production", "awproductionkey", false)]
    [InlineData("Development", "sbawsandboxkey", false)]
    public async Task A_sandbox_key_in_Production_warns(string environment, string key, bool warns)
    {
        using var logs = new LogCapture();
        await using var app = await StartAsync(environment, Credentials(), options => options.ClientKey = key, logs);

        Assert.Equal(warns, logs.Text.Contains("sandbox", StringComparison.Ordinal));
    }

    private static Dictionary<string, string?> Credentials() => new() { ["TIKTOK_CLIENT_ID"] = "awkey", ["TIKTOK_CLIENT_SECRET"] = "secret" };

    private static async Task<WebApplication> StartAsync(
        string environment, Dictionary<string, string?> configuration, Action<TikTokOptions>? configure = null, LogCapture? logs = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(configuration);
        if (logs is not null)
        {
            builder.Logging.AddProvider(logs);
        }

        builder.Services.AddAuthentication().AddCookie().AddTikTok(options =>
        {
            options.SignInScheme = "Cookies";
            configure?.Invoke(options);
        });
        if (configuration.Count > 0)
        {
            builder.Services.AddTikTokClient();
        }

        var app = builder.Build();
        try
        {
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
