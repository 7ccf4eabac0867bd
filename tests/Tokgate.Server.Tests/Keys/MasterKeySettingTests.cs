using Microsoft.Data.Sqlite;
using Tokgate.Server.Tests.Hosting;
using static Tokgate.Server.Tests.Keys.MasterKeyTexts;

namespace Tokgate.Server.Tests.Keys;

/// <summary>Where the master key may come from. The environment is this process's, so nothing else runs beside these.</summary>
[Collection(nameof(SharedEnvironment))]
public sealed class MasterKeySettingTests : IDisposable
{
    private const string Current = "Tokgate__MasterKey";
    private const string Former = "Tokgate__FormerMasterKey";

    private readonly TempDirectory directory = new();

    [Fact]
    public async Task The_environment_comes_before_the_command_and_the_command_before_the_file()
    {
        await directory.WriteSecretAsync("first.key", First);
        await directory.WriteSecretAsync("second.key", Second);
        Environment.SetEnvironmentVariable(Current, Second);
        await MustStartAsync(FileIs("first.key"), CommandIs("first.key"));
        Environment.SetEnvironmentVariable(Current, null);

        Assert.Equal(ErrorIds.MasterKeyWrong, (await RefusedAsync(FileIs("first.key"))).Id);
        Assert.Equal(ErrorIds.MasterKeyWrong, (await RefusedAsync(FileIs("second.key"), CommandIs("first.key"))).Id);
        await MustStartAsync(FileIs("first.key"), CommandIs("second.key"));
        await MustStartAsync(FileIs("second.key"));

        // Set to nothing is not set.
        Environment.SetEnvironmentVariable(Current, "");
        await MustStartAsync(FileIs("second.key"));
        Environment.SetEnvironmentVariable(Current, First);
        Assert.Equal(ErrorIds.MasterKeyWrong, (await RefusedAsync(FileIs("second.key"))).Id);
    }

    [Theory]
    [InlineData("c2hvcnQ=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("correct horse battery staple")]
    public async Task What_is_not_32_bytes_in_base64_starts_nothing_and_is_not_repeated(string key)
    {
        foreach (var variable in (string[])[Current, Former])
        {
            Environment.SetEnvironmentVariable(Current, First);
            Environment.SetEnvironmentVariable(variable, key);
            var refusal = await RefusedAsync();
            Assert.Equal(ErrorIds.MasterKeyMalformed, refusal.Id);
            Assert.Contains("32 bytes", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(key, refusal.ToString(), StringComparison.Ordinal);
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Theory]
    [InlineData("environment")]
    [InlineData("command")]
    [InlineData("file")]
    public async Task The_former_key_comes_from_the_same_three_and_only_opens(string source)
    {
        await directory.WriteSecretAsync("first.key", First);
        Environment.SetEnvironmentVariable(Current, First);
        await MustStartAsync();
        Environment.SetEnvironmentVariable(Current, Second);
        Assert.Equal(ErrorIds.MasterKeyWrong, (await RefusedAsync()).Id);

        Environment.SetEnvironmentVariable(Former, source == "environment" ? First : null);
        await MustStartAsync(source switch
        {
            "command" => [$"--Tokgate:FormerMasterKeyCommand=cat {directory["first.key"]}"],
            "file" => ["--Tokgate:FormerMasterKeyFile=" + directory["first.key"]],
            _ => [],
        });
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Current, null);
        Environment.SetEnvironmentVariable(Former, null);
        SqliteConnection.ClearAllPools();
        directory.Dispose();
    }

    private string FileIs(string file) => "--Tokgate:MasterKeyFile=" + directory[file];

    private string CommandIs(string file) => "--Tokgate:MasterKeyCommand=cat " + directory[file];

    private async Task MustStartAsync(params string[] arguments)
    {
        await using var broker = await StartAsync(arguments);
        Assert.NotEmpty(await broker.MachineTokenAsync());
    }

    private Task<SetupException> RefusedAsync(params string[] arguments) => Assert.ThrowsAsync<SetupException>(() => StartAsync(arguments));

    private Task<Broker> StartAsync(string[] arguments) => Broker.OfAsync(
        TokgateServer.Create(new TokgateServerOptions
        {
            Arguments = arguments,
            EnvironmentName = "Production",
            Urls = "http://127.0.0.1:0",
            Issuer = Broker.Issuer,
            Migrate = true,
            DataDirectory = directory.Path,
            LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning,
            Clients = The.Clients,
        }),
        new ManualTime());
}
