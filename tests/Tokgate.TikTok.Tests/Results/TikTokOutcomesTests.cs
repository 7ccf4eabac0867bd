using System.Net.Sockets;

namespace Tokgate.TikTok.Tests;

public sealed class TikTokOutcomesTests
{
    [Theory]
    [InlineData(TikTokEndpoint.Refresh, 200, "invalid_grant", TikTokOutcome.Terminal)]
    [InlineData(TikTokEndpoint.Refresh, 200, "server_error", TikTokOutcome.Ambiguous)]
    [InlineData(TikTokEndpoint.Refresh, 503, "temporarily_unavailable", TikTokOutcome.Ambiguous)]
    [InlineData(TikTokEndpoint.Refresh, 200, "temporarily_unavailable", TikTokOutcome.Retryable)]
    [InlineData(TikTokEndpoint.Refresh, 429, "rate_limit_exceeded", TikTokOutcome.Retryable)]
    [InlineData(TikTokEndpoint.Exchange, 500, "never_heard_of", TikTokOutcome.Ambiguous)]
    [InlineData(TikTokEndpoint.Revoke, 500, "internal_error", TikTokOutcome.Ambiguous)]
    [InlineData(TikTokEndpoint.UserInfo, 500, "internal_error", TikTokOutcome.Retryable)]
    [InlineData(TikTokEndpoint.UserInfo, 200, "rate_limit_exceeded", TikTokOutcome.Retryable)]
    [InlineData(TikTokEndpoint.UserInfo, 401, "access_token_invalid", TikTokOutcome.Terminal)]
    [InlineData(TikTokEndpoint.ClientToken, 500, "server_error", TikTokOutcome.Retryable)]
    public void A_refusal_has_a_class(TikTokEndpoint endpoint, int status, string code, TikTokOutcome outcome) =>
        Assert.Equal(outcome, new TikTokError { Code = code, Endpoint = endpoint, Status = status }.Outcome);

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, TikTokOutcome.Retryable)]
    [InlineData(HttpRequestError.ConnectionError, TikTokOutcome.Retryable)]
    [InlineData(HttpRequestError.SecureConnectionError, TikTokOutcome.Retryable)]
    [InlineData(HttpRequestError.ProxyTunnelError, TikTokOutcome.Retryable)]
    [InlineData(HttpRequestError.ResponseEnded, TikTokOutcome.Ambiguous)]
    [InlineData(HttpRequestError.Unknown, TikTokOutcome.Ambiguous)]
    public void What_cannot_have_left_may_be_sent_again(HttpRequestError error, TikTokOutcome outcome)
    {
        Assert.Equal(outcome, TikTokOutcomes.Of(new HttpRequestException(error), TikTokEndpoint.Refresh));
        Assert.Equal(TikTokOutcome.Retryable, TikTokOutcomes.Of(new HttpRequestException(error), TikTokEndpoint.UserInfo));
    }

    [Fact]
    public void Silence_is_ambiguous_for_what_spends_and_retryable_for_what_reads()
    {
        Exception[] silences = [new TaskCanceledException(), new TimeoutException(), new IOException("cut", new SocketException())];

        Assert.All(silences, silence => Assert.Equal(TikTokOutcome.Ambiguous, TikTokOutcomes.Of(silence, TikTokEndpoint.Exchange)));
        Assert.All(silences, silence => Assert.Equal(TikTokOutcome.Retryable, TikTokOutcomes.Of(silence, TikTokEndpoint.VideoList)));
    }

    [Fact]
    public void A_fault_of_the_program_is_terminal() =>
        Assert.Equal(TikTokOutcome.Terminal, TikTokOutcomes.Of(new InvalidOperationException(), TikTokEndpoint.UserInfo));
}
