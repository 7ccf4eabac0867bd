using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Tokgate.Emulator.Webhooks;

namespace Tokgate.Emulator.Tests.Webhooks;

public sealed class WebhookTests
{
    [Fact]
    public void The_signature_is_the_one_of_the_reference()
    {
        const string Body = """{"client_key":"ck_example","event":"authorization.removed","create_time":1615338610,"user_openid":"open_id_example","content":"{\"reason\": 1 }"}""";

        Assert.Equal(
            "t=1633174587,s=b665ca1817555e2dfd314d804494142c79ee40947f372b84797389e6b97b3786",
            WebhookOutbox.Sign("cs_example_secret", 1_633_174_587, Encoding.UTF8.GetBytes(Body)));
    }

    [Fact]
    public async Task Disconnecting_sends_a_signed_webhook_that_is_sent_again_until_it_is_taken()
    {
        await using var receiver = await Receiver.StartAsync(503, 500, 200);
        await using var peer = await TikTokPeer.StartAsync();
        await peer.TikTok.PutAsync($"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { webhook_url = receiver.Address });
        var tokens = await peer.SignInAsync();

        await peer.TikTok.PostAsync("/_emulator/users/creator_full/remove-authorization");
        var first = await receiver.NextAsync();
        Assert.Equal("access_token_invalid", (await peer.UserInfoAsync(tokens.GetProperty("access_token").GetString(), "open_id")).ApiCode);
        var second = await NextAfterAdvancingAsync(peer, receiver);
        var third = await NextAfterAdvancingAsync(peer, receiver);

        var body = JsonDocument.Parse(first.Body).RootElement;
        Assert.Equal("authorization.removed", body.GetProperty("event").GetString());
        Assert.Equal(TikTokEmulator.SandboxClientKey, body.GetProperty("client_key").GetString());
        Assert.Equal(tokens.GetProperty("open_id").GetString(), body.GetProperty("user_openid").GetString());
        Assert.Equal(1, JsonDocument.Parse(body.GetProperty("content").GetString()!).RootElement.GetProperty("reason").GetInt32());
        foreach (var (text, signature) in (Delivery[])[first, second, third])
        {
            Assert.Equal(first.Body, text);
            var t = long.Parse(signature.Split(',')[0][2..], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(WebhookOutbox.Sign(TikTokEmulator.ClientSecret, t, Encoding.UTF8.GetBytes(text)), signature);
        }
    }

    [Fact]
    public async Task Revoking_says_reason_5_and_deleting_the_person_reason_2()
    {
        await using var receiver = await Receiver.StartAsync(200, 200);
        await using var peer = await TikTokPeer.StartAsync();
        await peer.TikTok.PutAsync($"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { webhook_url = receiver.Address });

        await peer.RevokeAsync((await peer.SignInAsync()).GetProperty("access_token").GetString()!);
        var revoked = await receiver.NextAsync();
        await peer.SignInAsync();
        await peer.ControlAsync(HttpMethod.Delete, "/_emulator/users/creator_full");
        var deleted = await receiver.NextAsync();

        Assert.Contains("\\u0022reason\\u0022: 5", revoked.Body, StringComparison.Ordinal);
        Assert.Contains("\\u0022reason\\u0022: 2", deleted.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_that_the_emulator_is_started_with_outlives_a_reset()
    {
        await using var peer = await TikTokPeer.StartAsync(new TikTokEmulatorOptions { PlaygroundWebhook = "http://localhost:5081/webhooks/tiktok/tiktok" });
        await peer.TikTok.PutAsync($"/_emulator/apps/{TikTokEmulator.ProductionClientKey}", new { webhook_url = "http://localhost:1/" });
        await peer.TikTok.ResetAsync();

        var apps = (await peer.ControlAsync(HttpMethod.Get, "/_emulator/apps")).Json.EnumerateArray();
        Assert.Equal(
            [(TikTokEmulator.ProductionClientKey, "http://localhost:5081/webhooks/tiktok/tiktok"), (TikTokEmulator.DouyinClientKey, null), (TikTokEmulator.SandboxClientKey, null)],
            apps.Select(app => (app.GetProperty("client_key").GetString(), app.GetProperty("webhook_url").GetString())).Order());
    }

    [Fact]
    public async Task A_webhook_address_off_this_machine_is_refused()
    {
        await using var peer = await TikTokPeer.StartAsync();

        var refused = await peer.ControlAsync(
            HttpMethod.Put, $"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", """{"webhook_url":"https://hooks.example/"}""");

        Assert.Equal((400, "$.webhook_url"), (refused.Status, refused.String("where")));
    }

    private static async Task<Delivery> NextAfterAdvancingAsync(TikTokPeer peer, Receiver receiver)
    {
        // The pause is noted just after the answer arrived here; once it is, moving the time past it brings the next attempt.
        JsonElement webhook;
        do
        {
            webhook = (await peer.ControlAsync(HttpMethod.Get, "/_emulator/webhooks")).Json[0];
        }
        while (webhook.GetProperty("next_attempt").ValueKind == JsonValueKind.Null);

        await peer.TikTok.AdvanceClockAsync(TimeSpan.FromHours(1));
        return await receiver.NextAsync();
    }

    private sealed record Delivery(string Body, string Signature);

    private sealed class Receiver : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly Channel<Delivery> deliveries = Channel.CreateUnbounded<Delivery>();

        private Receiver(WebApplication app) => this.app = app;

        public string Address => app.Urls.First() + "/hook";

        public static async Task<Receiver> StartAsync(params int[] statuses)
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var receiver = new Receiver(builder.Build());
            var next = -1;
            receiver.app.Run(async context =>
            {
                using var reader = new StreamReader(context.Request.Body);
                var body = await reader.ReadToEndAsync();
                context.Response.StatusCode = statuses[Math.Min(Interlocked.Increment(ref next), statuses.Length - 1)];
                await context.Response.CompleteAsync();
                await receiver.deliveries.Writer.WriteAsync(new Delivery(body, context.Request.Headers["TikTok-Signature"].ToString()));
            });
            await receiver.app.StartAsync();
            return receiver;
        }

        public async Task<Delivery> NextAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            return await deliveries.Reader.ReadAsync(limit.Token);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
