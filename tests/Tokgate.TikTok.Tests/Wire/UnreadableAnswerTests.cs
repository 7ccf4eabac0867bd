using System.Text;

namespace Tokgate.TikTok.Tests;

public sealed class UnreadableAnswerTests
{
    [Theory]
    [InlineData("<html><body>act.never-to-be-seen</body></html>", 200, TikTokProtocolFailure.Body)]
    [InlineData("<html>Bad gateway</html>", 502, TikTokProtocolFailure.Status)]
    [InlineData("Unsupported path(Janus)", 404, TikTokProtocolFailure.Status)]
    [InlineData("", 200, TikTokProtocolFailure.Body)]
    [InlineData("{\"access_token\":\"act.never-to-be-seen", 200, TikTokProtocolFailure.Body)]
    [InlineData("[]", 200, TikTokProtocolFailure.Body)]
    [InlineData("null", 200, TikTokProtocolFailure.Body)]
    [InlineData("\"act.never-to-be-seen\"", 200, TikTokProtocolFailure.Body)]
    [InlineData("{\"open_id\":\"a\",\"open_id\":\"b\"}", 200, TikTokProtocolFailure.Body)]
    [InlineData("{\"open_id\":\"a\",\"open\\u005fid\":\"b\"}", 200, TikTokProtocolFailure.Body)]
    [InlineData("{\"message\":\"not found\"}", 404, TikTokProtocolFailure.Status)]
    [InlineData("{}", 200, TikTokProtocolFailure.Field)]
    [InlineData("{}", 302, TikTokProtocolFailure.Status)]
    public async Task What_is_no_answer_of_TikToks_throws_and_shows_nothing_of_it(string body, int status, TikTokProtocolFailure kind)
    {
        var exception = await Assert.ThrowsAsync<TikTokProtocolException>(
            () => new ScriptedServer().Answers(body, status, ("x-tt-logid", "L5")).Client().RefreshAsync(RefreshToken.From(The.Refresh)));

        Assert.Equal((kind, status, "L5", TikTokOutcome.Ambiguous), (exception.Kind, exception.Status, exception.LogId, exception.Outcome));
        Assert.DoesNotContain("never-to-be-seen", exception.ToString(), StringComparison.Ordinal);
        Assert.Contains("log_id L5", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateways_429_is_retryable_even_for_a_refresh()
    {
        var exception = await Assert.ThrowsAsync<TikTokProtocolException>(
            () => new ScriptedServer().Answers("slow down", 429, ("Retry-After", "7")).Client().RefreshAsync(RefreshToken.From(The.Refresh)));

        Assert.Equal((TikTokOutcome.Retryable, TimeSpan.FromSeconds(7)), (exception.Outcome, exception.RetryAfter));
    }

    [Fact]
    public async Task Nesting_without_end_is_refused()
    {
        var body = $$"""{"x":{{new string('[', 5000)}}{{new string(']', 5000)}}}""";

        await Assert.ThrowsAsync<TikTokProtocolException>(() => new ScriptedServer().Answers(body).Client().RefreshAsync(RefreshToken.From(The.Refresh)));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused()
    {
        byte[] body = [.. "{\"error\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        await Assert.ThrowsAsync<TikTokProtocolException>(
            () => new ScriptedServer().Answers(new ByteArrayContent(body)).Client().RefreshAsync(RefreshToken.From(The.Refresh)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_over_the_cap_is_not_read(bool saysItsLength)
    {
        var options = The.Options();
        options.MaxResponseBytes = 4096;
        var stream = new EndlessStream(saysItsLength ? 5000 : long.MaxValue);
        var content = new StreamContent(stream);
        content.Headers.ContentLength = saysItsLength ? 5000 : null;

        await Assert.ThrowsAsync<TikTokProtocolException>(
            () => new ScriptedServer().Answers(content).Client(options: options).RefreshAsync(RefreshToken.From(The.Refresh)));
        Assert.InRange(stream.Given, 0, 64 * 1024);
    }

    [Fact]
    public async Task An_answer_cut_in_the_middle_passes_as_the_transports_own_exception()
    {
        var content = new StreamContent(new CutStream(Encoding.UTF8.GetBytes(Some.Tokens()[..40])));

        var exception = await Assert.ThrowsAnyAsync<IOException>(
            () => new ScriptedServer().Answers(content).Client().RefreshAsync(RefreshToken.From(The.Refresh)));
        Assert.Equal(TikTokOutcome.Ambiguous, TikTokOutcomes.Of(exception, TikTokEndpoint.Refresh));
    }

    [Fact]
    public async Task A_hang_ends_with_the_time_out_and_says_so()
    {
        var time = new ManualTime(wait => wait == The.Options().Timeout);

        var exception = await Assert.ThrowsAsync<TaskCanceledException>(
            () => new ScriptedServer().Hangs().Client(time).RefreshAsync(RefreshToken.From(The.Refresh)));
        Assert.IsType<TimeoutException>(exception.InnerException);
        Assert.Equal(TikTokOutcome.Ambiguous, TikTokOutcomes.Of(exception, TikTokEndpoint.Refresh));
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_their_own_cancellation()
    {
        using var caller = new CancellationTokenSource();
        var call = new ScriptedServer().Hangs().Client().RefreshAsync(RefreshToken.From(The.Refresh), caller.Token);

        await caller.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.IsNotType<TimeoutException>(exception.InnerException);
    }

    private sealed class EndlessStream(long length) : ReadOnlyStream
    {
        public long Given { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var give = (int)Math.Min(count, length - Given);
            Array.Fill(buffer, (byte)' ', offset, give);
            Given += give;
            return give;
        }
    }

    private sealed class CutStream(byte[] start) : ReadOnlyStream
    {
        private bool _isGiven;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_isGiven)
            {
                throw new IOException("The connection was cut.");
            }

            _isGiven = true;
            start.CopyTo(buffer, offset);
            return start.Length;
        }
    }

    private abstract class ReadOnlyStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
