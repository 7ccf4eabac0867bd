using System.Net;
using System.Net.Sockets;
using Tokgate.Playground;

namespace Tokgate.EndToEnd.Tests;

/// <summary>What the first command says when it cannot do its work.</summary>
public sealed class StartTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("tokgate-");

    [Theory]
    [InlineData("ASPNETCORE_ENVIRONMENT=Production", "DOTNET_ENVIRONMENT=Development")]
    [InlineData("ASPNETCORE_ENVIRONMENT=Development", "DOTNET_ENVIRONMENT=production")]
    [InlineData("--environment", "Production")]
    public void Production_is_refused_wherever_it_is_named(params string[] args)
    {
        var failure = Assert.Throws<PlaygroundException>(() => PlaygroundOptions.From(args));

        Assert.StartsWith("TTK5001", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "Playground__AppPort")]
    [InlineData(false, "Playground__EmulatorPort")]
    public async Task A_taken_port_is_named_with_the_setting_that_moves_it(bool isApp, string setting)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<PlaygroundException>(() => Playground.Playground.StartAsync(
            new PlaygroundOptions { AppPort = isApp ? taken : 0, EmulatorPort = isApp ? 0 : taken, DataDirectory = _data.FullName }));

        Assert.StartsWith("TTK5002", failure.Message, StringComparison.Ordinal);
        Assert.Contains(setting, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_told_before_anything_listens()
    {
        var file = Path.Combine(_data.FullName, "a-file");
        await File.WriteAllTextAsync(file, "in the way");

        var failure = await Assert.ThrowsAsync<PlaygroundException>(() => Playground.Playground.StartAsync(
            new PlaygroundOptions { AppPort = 0, EmulatorPort = 0, DataDirectory = file }));

        Assert.StartsWith("TTK5004", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_the_sample_that_is_none_is_told_with_what_to_do()
    {
        await File.WriteAllTextAsync(Path.Combine(_data.FullName, "sample-master.key"), "not a key");

        var failure = await Assert.ThrowsAsync<PlaygroundException>(() => Playground.Playground.StartAsync(
            new PlaygroundOptions { AppPort = 0, IssuerPort = 0, EmulatorPort = 0, DataDirectory = _data.FullName }));

        Assert.StartsWith("TTK5020", failure.Message, StringComparison.Ordinal);
        Assert.Contains("delete the file", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _data.Delete(recursive: true);
}
