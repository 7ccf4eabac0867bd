using System.Text.RegularExpressions;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>T-47: bytes that two parsers may read differently are refused, and never read as a second request.</summary>
public sealed class SmugglingTests(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    // What a smuggler would have run: it would show by its second answer.
    private const string Smuggled = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Smuggled: yes\r\n\r\n";
    private const string Head = "POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n";

    public static TheoryData<string, string> Ambiguous => new()
    {
        { "CL.TE", $"{Head}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG" },
        { "CL.TE with a request behind it", $"{Head}Content-Length: {5 + Smuggled.Length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Smuggled}" },
        { "TE.CL", $"{Head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n{Smuggled.Length:x}\r\n{Smuggled}\r\n0\r\n\r\n" },
        { "TE.TE with an unknown coding", $"{Head}Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\nContent-Length: 0\r\n\r\n{Smuggled}" },
        { "chunked that is not last", $"{Head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{Smuggled}" },
        { "chunked twice", $"{Head}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n{Smuggled}" },
        { "xchunked", $"{Head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{Smuggled}" },
        { "vertical tab before chunked", $"{Head}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n{Smuggled}" },
        { "space before the colon", $"{Head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{Smuggled}" },
        { "obsolete folding", $"{Head}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n{Smuggled}" },
        { "folding at the start", $"POST /oauth/token HTTP/1.1\r\n Host: localhost\r\nHost: localhost\r\n\r\n{Smuggled}" },
        { "two lengths", $"{Head}Content-Length: 0\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}" },
        { "a list of lengths", $"{Head}Content-Length: 0, {Smuggled.Length}\r\n\r\n{Smuggled}" },
        { "a negative length", $"{Head}Content-Length: -1\r\n\r\n{Smuggled}" },
        { "a length in hexadecimal", $"{Head}Content-Length: 0x0\r\n\r\n{Smuggled}" },
        { "a length with letters", $"{Head}Content-Length: 0a\r\n\r\n{Smuggled}" },
        { "a length beyond 64 bits", $"{Head}Content-Length: 18446744073709551616\r\n\r\n{Smuggled}" },
        { "bare LF in a chunk extension", $"{Head}Transfer-Encoding: chunked\r\n\r\n2;\nxx\r\n{Smuggled.Length:x}\r\n0\r\n\r\n{Smuggled}" },
        { "bare CR in a chunk extension", $"{Head}Transfer-Encoding: chunked\r\n\r\n2;\rxx\r\nab\r\n0\r\n\r\n{Smuggled}" },
        { "bare LF behind a chunk size", $"{Head}Transfer-Encoding: chunked\r\n\r\n2\nab\r\n0\r\n\r\n{Smuggled}" },
        { "chunk size with a sign", $"{Head}Transfer-Encoding: chunked\r\n\r\n+2\r\nab\r\n0\r\n\r\n{Smuggled}" },
        { "chunk size with 0x", $"{Head}Transfer-Encoding: chunked\r\n\r\n0x2\r\nab\r\n0\r\n\r\n{Smuggled}" },
        { "chunk size beyond 32 bits", $"{Head}Transfer-Encoding: chunked\r\n\r\nffffffff1\r\nab\r\n0\r\n\r\n{Smuggled}" },
        { "chunk without its line end", $"{Head}Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n{Smuggled}" },
        { "NUL in a header", $"{Head}X: a\0b\r\nContent-Length: 0\r\n\r\n{Smuggled}" },
        { "bare CR in a header", $"{Head}X: a\rContent-Length: 5\r\nContent-Length: 0\r\n\r\n{Smuggled}" },
        { "no colon", $"{Head}Content-Length 0\r\n\r\n{Smuggled}" },
        { "empty name", $"{Head}: x\r\nContent-Length: 0\r\n\r\n{Smuggled}" },
        { "two hosts", $"{Head}Host: evil.example\r\nContent-Length: 0\r\n\r\n{Smuggled}" },
        { "no host", $"POST /oauth/token HTTP/1.1\r\nContent-Length: 0\r\n\r\n{Smuggled}" },
        { "absolute form for another host", $"POST http://evil.example/oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n{Smuggled}" },
        { "HTTP/1.0 with chunks", $"POST /oauth/token HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Smuggled}" },
        { "HTTP/0.9", $"GET /oauth/token\r\n\r\n{Smuggled}" },
        { "HTTP/2 preface with leftovers", $"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{Smuggled}" },
        { "a space in the target", $"POST /oauth/token x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n{Smuggled}" },
        { "NUL in the target", $"POST /oauth/token%00\0 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n{Smuggled}" },
    };

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public async Task T_47_What_two_parsers_may_read_differently_ends_the_connection(string name, string request)
    {
        var answer = await RawConnection.SendAsync(fixture.Broker.Address, request);
        var statuses = Regex.Matches(answer, @"HTTP/1\.1 (\d{3})").Select(match => match.Groups[1].Value).ToList();
        Assert.True(statuses.Count <= 1, $"{name} got {statuses.Count} answers: {answer}");
        Assert.True(statuses is [] or ["400"] or ["413"] or ["414"] or ["426"] or ["501"] or ["505"], $"{name}: {answer}");
        Assert.DoesNotContain("live", answer, StringComparison.Ordinal);
    }

    // Nobody above Kestrel sees the plus: it keeps the number alone. Proxies refuse it, and this test tells when Kestrel does.
    [Fact]
    public async Task T_47_A_plus_before_a_length_is_read_by_Kestrel_as_none()
    {
        var answer = await RawConnection.SendAsync(fixture.Broker.Address, $"{Head}Content-Length: +3\r\n\r\na=b{Smuggled.Replace("X-Smuggled: yes", "Connection: close", StringComparison.Ordinal)}");
        Assert.Equal(2, Regex.Count(answer, @"HTTP/1\.1 \d{3}"));
    }

    [Fact]
    public async Task T_47_What_is_clear_gets_its_two_answers()
    {
        var answer = await RawConnection.SendAsync(
            fixture.Broker.Address, $"{Head}Transfer-Encoding: chunked\r\n\r\n3;x=y\r\na=b\r\n0\r\n\r\n{Smuggled.Replace("X-Smuggled: yes", "Connection: close", StringComparison.Ordinal)}");
        Assert.Equal(2, Regex.Count(answer, @"HTTP/1\.1 \d{3}"));
        Assert.EndsWith("live", answer.TrimEnd('0', '\r', '\n'), StringComparison.Ordinal);
    }
}
