using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Tests.Webhooks;

/// <summary>Receivers that settings declare.</summary>
public sealed class ReceiverSettingsTests
{
    [Theory]
    [InlineData("Id", "Main", "Id must be")]
    [InlineData("Url", "", "Url is missing")]
    [InlineData("Url", "http://10.0.0.1/", "is http")]
    [InlineData("Url", "https://10.0.0.1/", "not on the public internet")]
    [InlineData("Url", "https://user@hooks.example/", "user name")]
    [InlineData("Events", "grant.removed,grants", "names a type that there is not")]
    [InlineData("Secrets", "", "Secrets is missing")]
    [InlineData("Secrets", WebhookWorld.Key, "never the secret itself")]
    [InlineData("Secrets", "env:NOT_THERE", "NOT_THERE is not set")]
    [InlineData("Secrets", "file:/not/there", "/not/there cannot be read")]
    [InlineData("Secrets", "env:SHORT", "is not whsec_")]
    [InlineData("Secrets", "env:HOOK_KEY,env:HOOK_KEY,env:HOOK_KEY", "one secret, or two")]
    public async Task What_is_wrong_is_told_at_start_with_no_secret_in_it(string setting, string value, string told)
    {
        var settings = new Dictionary<string, string> { ["Id"] = "main", ["Url"] = "https://hooks.example/x", ["Secrets"] = "env:HOOK_KEY", [setting] = value };
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Broker.StartAsync(
            arguments: [.. settings.Select(pair => $"--Tokgate:Webhooks:Receivers:0:{pair.Key}={pair.Value}"), $"--HOOK_KEY={WebhookWorld.Key}", "--SHORT=whsec_c2hvcnQ="]));
        Assert.Contains("TTK3300", refused.Message, StringComparison.Ordinal);
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(WebhookWorld.Key[6..], refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_follows_its_settings_and_stays_disabled_unless_it_moves()
    {
        using var directory = new TempDirectory();
        var file = directory["hook.key"];
        await File.WriteAllTextAsync(file, WebhookWorld.Key + "\n");
        await using (var broker = await StartAsync("https://one.example/x", "grant.*,user.created"))
        {
            var receiver = Assert.Single(await broker.Get<IReceiverStore>().ListAsync(CancellationToken.None));
            Assert.Equal(
                [WebhookTypes.GrantRefreshFailed, WebhookTypes.GrantRecovered, WebhookTypes.GrantNeedsReauthorization, WebhookTypes.GrantExpiring, WebhookTypes.GrantRemoved, WebhookTypes.UserCreated], receiver.Events);
            Assert.Equal(WebhookWorld.Key, Assert.Single(broker.Get<ReceiverSecrets>().Open("main", receiver.SealedSecrets)).Reveal());
            Assert.Empty(broker.Get<ReceiverSecrets>().Open("other", receiver.SealedSecrets));
            Assert.True(await broker.Get<IReceiverStore>().DisableAsync("main", "gone"));
        }

        await using (var broker = await StartAsync("https://one.example/x", "*"))
        {
            Assert.Equal((10, "gone"), Assert.Single(await broker.Get<IReceiverStore>().ListAsync(CancellationToken.None)) is var receiver ? (receiver.Events.Count, receiver.DisabledCause) : default);
            Assert.False(broker.Get<ReceiverDirectory>().Wants(WebhookTypes.UserCreated));
        }

        await using (var broker = await StartAsync("https://two.example/x", "*"))
        {
            Assert.Null(Assert.Single(await broker.Get<IReceiverStore>().ListAsync(CancellationToken.None)).DisabledAt);
            Assert.True(broker.Get<ReceiverDirectory>().Wants(WebhookTypes.UserCreated));
        }

        foreach (var (enabled, cause) in ((string, string?)[])[("false", "operator"), ("false", "operator"), ("true", null)])
        {
            await using var broker = await StartAsync("https://two.example/x", "*", enabled);
            Assert.Equal(cause, Assert.Single(await broker.Get<IReceiverStore>().ListAsync(CancellationToken.None)).DisabledCause);
            await broker.Get<IReceiverStore>().DisableAsync("main", "gone"); // where it is not disabled already
        }

        foreach (var (enabled, cause) in ((string, string?)[])[("true", "gone"), ("false", "operator"), ("true", null)])
        {
            await using var broker = await StartAsync("https://two.example/x", "*", enabled);
            Assert.Equal(cause, Assert.Single(await broker.Get<IReceiverStore>().ListAsync(CancellationToken.None)).DisabledCause);
        }

        await using var without = await Broker.StartAsync(dataDirectory: directory.Path);
        Assert.Empty(await without.Get<IReceiverStore>().ListAsync(CancellationToken.None));

        Task<Broker> StartAsync(string url, string events, string enabled = "true") => Broker.StartAsync(dataDirectory: directory.Path, arguments:
        [
            "--Tokgate:Webhooks:Receivers:0:Id=main", $"--Tokgate:Webhooks:Receivers:0:Url={url}", $"--Tokgate:Webhooks:Receivers:0:Secrets=file:{file}", $"--Tokgate:Webhooks:Receivers:0:Events={events}",
            $"--Tokgate:Webhooks:Receivers:0:Enabled={enabled}",
        ]);
    }
}
