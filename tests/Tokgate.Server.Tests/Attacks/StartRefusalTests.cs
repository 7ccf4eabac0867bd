using Tokgate.Emulator;
using Tokgate.Server.Connections;
using Tokgate.Server.Keys;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>What must not run does not start (T-58, T-71).</summary>
public sealed class StartRefusalTests
{
    [Theory]
    [InlineData("10.0.0+abc")]
    [InlineData("10.0.1")]
    [InlineData("10.0.6+abc")]
    [InlineData("10.0.0-rc.2.25502.107")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("ten")]
    public void T_58_A_framework_that_takes_forged_cookies_is_refused(string? version) =>
        Assert.Equal(ErrorIds.FrameworkInvalid, Assert.Throws<SetupException>(() => FrameworkVersion.Check(FrameworkVersion.Parse(version))).Id);

    [Theory]
    [InlineData("9.0.11")]
    [InlineData("10.0.7")]
    [InlineData("10.0.12+abc")]
    [InlineData("11.0.0")]
    public void T_58_Others_are_not(string version) => FrameworkVersion.Check(FrameworkVersion.Parse(version));

    [Fact]
    public void T_58_The_version_is_that_of_what_runs() => Assert.Equal(Environment.Version.Major, FrameworkVersion.Current.Major);

    [Theory]
    [InlineData("http://localhost:5082", "TTK3014")]
    [InlineData("https://tiktok.example", "TTK3014")]
    [InlineData(null, "TTK3014")]
    public async Task T_71_Production_does_not_start_on_an_emulator_or_its_secret(string? address, string errorId)
    {
        var connection = new TokgateServerConnection { ClientKey = "awsomekey", ClientSecret = address is null ? TikTokEmulator.ClientSecret : "some-secret", Address = address is null ? null : new Uri(address) };
        Assert.Equal(errorId, (await RefusedAsync(connection, "https://login.example.com")).Id);
    }

    [Theory]
    [InlineData("--TIKTOK_CLIENT_SECRET=" + TikTokEmulator.ClientSecret)]
    [InlineData("--AUTH_TIKTOK_SECRET=" + TikTokEmulator.ClientSecret)]
    public async Task T_71_Nor_on_its_secret_in_the_settings(string secret) =>
        Assert.Equal(ErrorIds.ConnectionEmulated, (await RefusedAsync(null, "https://login.example.com", "--TIKTOK_CLIENT_ID=awsomekey", secret)).Id);

    [Fact]
    public async Task T_71_An_upstream_without_https_is_refused_everywhere()
    {
        var refusal = await Assert.ThrowsAsync<SetupException>(() => Broker.StartAsync(connections: [new TokgateServerConnection { ClientKey = "k", ClientSecret = "s", Address = new Uri("http://tiktok.example") }]));
        Assert.Equal(ErrorIds.ConnectionInvalid, refusal.Id);
    }

    [Fact]
    public async Task T_71_In_production_keys_are_never_made_on_the_way()
    {
        using var directory = new TempDirectory();
        var refusal = await Assert.ThrowsAsync<SetupException>(() => Broker.StartAsync(environment: "Production", issuer: "https://login.example.com", dataDirectory: directory.Path, migrate: true));
        Assert.Equal(ErrorIds.MasterKeyMissing, refusal.Id);
        Assert.Empty(Directory.EnumerateFiles(directory.Path, "master.key*"));
    }

    [Theory]
    [InlineData("http://login.example.com")]
    [InlineData("")]
    public async Task T_71_Production_wants_an_issuer_behind_https(string issuer) =>
        Assert.Contains(ErrorIds.IssuerInvalid, (await Assert.ThrowsAnyAsync<Exception>(() => Broker.StartAsync(environment: "Production", issuer: issuer))).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.1 localhost\n127.0.0.1 www.tiktok.com\n", "www.tiktok.com")]
    [InlineData("127.0.0.1\tlocalhost open.tiktokapis.com # ours\r\n", "open.tiktokapis.com")]
    [InlineData("::1 OPEN.tiktokapis.com.", "OPEN.tiktokapis.com.")]
    [InlineData("::ffff:127.0.0.9 open.douyin.com", "open.douyin.com")]
    [InlineData("0.0.0.0 www.tiktok.com", "www.tiktok.com")]
    [InlineData("127.0.0.1 localhost\n# 127.0.0.1 www.tiktok.com\n203.0.113.7 www.tiktok.com\nwww.tiktok.com\n127.0.0.1 www.tiktok.com.example\n\n", null)]
    public void T_71_A_hosts_file_that_leads_TikTok_s_names_to_this_machine_is_found(string hosts, string? name) => Assert.Equal(name, MachineNames.LedHere(hosts));

    [Fact]
    public void T_71_What_people_deploy_has_no_emulator_in_it() =>
        Assert.DoesNotContain(typeof(TokgateServer).Assembly.GetReferencedAssemblies(), reference => reference.Name!.Contains("Emulator", StringComparison.Ordinal)); // every assembly has a name

    private static async Task<SetupException> RefusedAsync(TokgateServerConnection? connection, string issuer, params string[] arguments)
    {
        using var directory = new TempDirectory();
        await directory.WriteSecretAsync("master.key", Convert.ToBase64String(new byte[32]));
        return await Assert.ThrowsAsync<SetupException>(() => Broker.StartAsync(
            dataDirectory: directory.Path, environment: "Production", issuer: issuer, migrate: true, connections: connection is null ? [] : [connection], arguments: arguments));
    }
}
