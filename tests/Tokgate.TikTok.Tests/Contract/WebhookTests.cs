using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Tokgate.Emulator;
using Tokgate.TestKit;

namespace Tokgate.TikTok.Tests.Contract;

/// <summary>The emulator delivers over HTTP, and the library believes what it should.</summary>
public sealed class WebhookTests(Rig rig) : IClassFixture<Rig>, IAsyncLifetime
{
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);

    private WebhookListener? _listener;

    private WebhookListener Listener => _listener ?? throw new InvalidOperationException("xunit has not called InitializeAsync.");

    public async Task InitializeAsync()
    {
        await rig.StartOverAsync();
        _listener = await WebhookListener.StartAsync();
        await rig.Emulator.PutAsync("/_emulator/apps/" + TikTokEmulator.SandboxClientKey, new { webhook_url = Listener.Address });
    }

    public async Task DisposeAsync() => await Listener.DisposeAsync();

    [Theory]
    [InlineData(1, TikTokRemovalReason.UserDisconnected)]
    [InlineData(3, TikTokRemovalReason.AgeChanged)]
    [InlineData(4, TikTokRemovalReason.AccountBanned)]
    [InlineData(0, TikTokRemovalReason.Unknown)]
    public async Task A_removed_authorization_is_told_signed_and_its_tokens_are_dead_already(int number, TikTokRemovalReason reason)
    {
        var tokens = await rig.SignInAsync();
        await RemoveAsync(number);

        var delivery = await Listener.NextAsync();

        var verification = Verify(delivery);
        Assert.Equal(TikTokWebhookVerdict.Valid, verification.Verdict);
        var removed = Assert.IsType<TikTokAuthorizationRemovedEvent>(TikTokWebhookEvent.Parse(delivery.Body));
        Assert.Equal((reason, number, tokens.OpenId, TikTokEmulator.SandboxClientKey), (removed.Reason, removed.ReasonNumber, removed.OpenId, removed.ClientKey));
        Assert.InRange(verification.SignedAt!.Value - removed.CreatedAt, TimeSpan.Zero, TimeSpan.FromSeconds(30)); // valid, so it says when
        var client = rig.Client();
        var user = await Failure.OfAsync(rig, TikTokEndpoint.UserInfo, client.GetUserAsync(tokens.AccessToken, tokens.Scopes));
        var refresh = await Failure.OfAsync(rig, TikTokEndpoint.Refresh, client.RefreshAsync(tokens.RefreshToken!)); // the emulator always gives one
        Assert.Equal(("access_token_invalid", "invalid_grant"), (user?.Word, refresh?.Word));
    }

    [Fact]
    public async Task A_revocation_of_our_own_is_told_too()
    {
        var tokens = await rig.SignInAsync();
        await rig.Client().RevokeAsync(tokens.AccessToken);

        Assert.Equal(TikTokRemovalReason.DeveloperRevoked, Removed(await Listener.NextAsync()).Reason);
    }

    [Fact]
    public async Task A_deleted_account_is_told_too()
    {
        await rig.SignInAsync();
        using var response = await rig.Emulator.Control.DeleteAsync("/_emulator/users/creator_full");

        Assert.Equal(TikTokRemovalReason.AccountDeleted, Removed(await Listener.NextAsync()).Reason);
    }

    [Fact]
    public async Task A_delivery_that_was_not_taken_comes_again_signed_anew_and_is_recognised()
    {
        Listener.Answers.Enqueue(500);
        Listener.Answers.Enqueue(302);
        await rig.SignInAsync();
        await RemoveAsync(1);
        var first = await Listener.NextAsync();
        await WaitForAttemptsAsync(1);
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromMinutes(1));
        var second = await Listener.NextAsync();
        await WaitForAttemptsAsync(2);
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromHours(1));
        var third = await Listener.NextAsync();

        Assert.Single(new[] { first, second, third }.Select(delivery => Removed(delivery).DeduplicationKey).Distinct());
        Assert.Equal(3, new[] { first, second, third }.Select(delivery => delivery.Signature).Distinct().Count());
        Assert.Equal(TikTokWebhookVerdict.Valid, Verify(third).Verdict);
        // What came first is an hour old by now: believed only by who allows for it.
        Assert.Equal(TikTokWebhookVerdict.Stale, Verify(first).Verdict);
        Assert.Equal(TikTokWebhookVerdict.Valid, Verify(first, tolerance: TimeSpan.FromHours(72)).Verdict);
    }

    [Fact]
    public async Task Two_removals_are_two_events()
    {
        await rig.SignInAsync();
        await RemoveAsync(1);
        var first = Removed(await Listener.NextAsync());
        await rig.Emulator.AdvanceClockAsync(TimeSpan.FromSeconds(2));
        var again = await rig.SignInAsync();
        await RemoveAsync(1);
        var second = Removed(await Listener.NextAsync());

        Assert.Equal((first.OpenId, again.OpenId), (second.OpenId, second.OpenId));
        Assert.NotEqual(first.DeduplicationKey, second.DeduplicationKey);
        Assert.True(second.CreatedAt > first.CreatedAt);
    }

    [Fact]
    public async Task What_was_changed_or_signed_by_another_is_not_believed()
    {
        await rig.SignInAsync();
        await RemoveAsync(1);
        var delivery = await Listener.NextAsync();
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(delivery.Body).Replace("authorization.removed", "authorization.Removed", StringComparison.Ordinal));

        Assert.Equal(TikTokWebhookVerdict.Mismatch, Verify(delivery with { Body = changed }).Verdict);
        Assert.Equal(TikTokWebhookVerdict.Mismatch, Verify(delivery with { Body = [.. delivery.Body, (byte)'\n'] }).Verdict);
        Assert.Equal(TikTokWebhookVerdict.Mismatch, Verify(delivery, "another-secret").Verdict);
        Assert.Equal(TikTokWebhookVerdict.Missing, Verify(delivery with { Signature = null }).Verdict);
        Assert.Equal(TikTokWebhookVerdict.Malformed, Verify(delivery with { Signature = delivery.Signature + "," + delivery.Signature }).Verdict);
    }

    private static TikTokAuthorizationRemovedEvent Removed(WebhookListener.Delivery delivery) =>
        Assert.IsType<TikTokAuthorizationRemovedEvent>(TikTokWebhookEvent.Parse(delivery.Body));

    private TikTokWebhookVerification Verify(WebhookListener.Delivery delivery, string secret = TikTokEmulator.ClientSecret, TimeSpan? tolerance = null) =>
        TikTokWebhook.Verify(delivery.Body, delivery.Signature, ClientSecret.From(secret), new FakeClock(rig.Emulator.UtcNow), tolerance ?? s_tolerance);

    private Task RemoveAsync(int reason) => rig.Emulator.PostAsync("/_emulator/users/creator_full/remove-authorization", new { reason });

    // The emulator's clock moves only what waits already.
    private Task WaitForAttemptsAsync(int attempts) => Eventually.HoldsAsync(async () =>
        (await rig.Emulator.Control.GetFromJsonAsync<JsonElement>("/_emulator/webhooks")).EnumerateArray()
        .Any(delivery => delivery.GetProperty("attempts").GetInt32() == attempts && delivery.GetProperty("next_attempt").ValueKind == JsonValueKind.String));
}
