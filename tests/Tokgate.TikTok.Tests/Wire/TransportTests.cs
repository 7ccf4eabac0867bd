using System.Buffers;
using System.Text;

namespace Tokgate.TikTok.Tests;

public sealed class TransportTests
{
    [Fact]
    public async Task A_buffer_goes_back_to_the_pool_without_the_tokens()
    {
        var body = Encoding.UTF8.GetBytes(Some.Tokens());
        var content = new StreamContent(new MemoryStream(body));
        content.Headers.ContentLength = null;
        // The pool gives a thread what that thread gave it last.
        var buffer = ArrayPool<byte>.Shared.Rent(4 * 1024);
        Array.Fill(buffer, (byte)'!');
        ArrayPool<byte>.Shared.Return(buffer);

        var result = await new ScriptedServer().Answers(content).Client().RefreshAsync(RefreshToken.From(The.Refresh));

        Assert.Equal(The.Token, result.Value?.AccessToken.Reveal());
        Assert.All(buffer, value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task An_answer_that_is_shorter_than_it_says_is_no_answer()
    {
        var body = Encoding.UTF8.GetBytes(Some.Tokens());
        var content = new StreamContent(new MemoryStream(body[..^10]));
        content.Headers.ContentLength = body.Length;

        await Assert.ThrowsAsync<TikTokProtocolException>(() => new ScriptedServer().Answers(content).Client().RefreshAsync(RefreshToken.From(The.Refresh)));
    }

    [Theory]
    [InlineData(4 * 1024)]
    [InlineData((4 * 1024) + 1)]
    [InlineData(70 * 1024)]
    public async Task A_long_answer_arrives_whole_in_pieces_and_without_an_announced_length(int length)
    {
        const string Start = """{"data":{"videos":[],"padding":"x""";
        const string End = "\"},\"error\":{\"code\":\"ok\"}}";
        var body = Start + new string('x', length - Start.Length - End.Length) + End;
        var content = new StreamContent(new InPieces(Encoding.UTF8.GetBytes(body)));
        content.Headers.ContentLength = null;

        var result = await new ScriptedServer().Answers(content).Client().GetVideoPageAsync(AccessToken.From(The.Token));

        Assert.True(result.IsSuccess);
    }

    private sealed class InPieces(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1_000)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
