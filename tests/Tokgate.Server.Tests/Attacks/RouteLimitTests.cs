using System.Text;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>T-48: each limit at every route, one below, at it and one above.</summary>
public sealed class RouteLimitTests(RouteFixture fixture) : IClassFixture<RouteFixture>
{
    private const int MaxBody = 64 * 1024;
    private const int MaxQuery = 8 * 1024;
    private const int MaxHeaders = 16 * 1024;
    private const int MaxKeys = 100;

    public static TheoryData<string> Routes => RouteTable.All;

    public static TheoryData<string> Forms => RouteTable.Of(route => route.TakesForm);

    public static TheoryData<string> Strict => RouteTable.Of(route => route.TakesForm && !route.LeadsBack);

    public static TheoryData<string> Queries => RouteTable.Of(route => route.ReadsQuery);

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task T_48_A_body_has_64_kilobytes(string pattern)
    {
        var path = RouteTable.Find(pattern).Path;
        var allowed = await PostAsync(path, Form(MaxBody - 1));
        Assert.Equal(allowed, await PostAsync(path, Form(MaxBody)));
        Assert.NotEqual(413, allowed);
        Assert.Equal(413, await PostAsync(path, Form(MaxBody + 1)));

        // Without a length, so that it is found out by reading.
        var body = Form(MaxBody + 1);
        var chunked = $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n";
        var answer = await RawConnection.SendAsync(
            fixture.Broker.Address, $"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}");
        Assert.Equal(413, RawConnection.StatusOf(answer));
    }

    [Theory]
    [MemberData(nameof(Strict))]
    public async Task T_48_A_form_has_a_hundred_keys(string pattern)
    {
        var path = RouteTable.Find(pattern).Path;
        var allowed = await PostAsync(path, Keys(MaxKeys - 1));
        Assert.Equal(allowed, await PostAsync(path, Keys(MaxKeys)));
        var before = fixture.Content();
        Assert.Equal(400, await PostAsync(path, Keys(MaxKeys + 1)));
        Assert.Equal(before, fixture.Content());
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task T_48_A_query_has_8_kilobytes_where_it_is_read(string pattern)
    {
        var route = RouteTable.Find(pattern);
        var allowed = await GetAsync(route, new string('a', MaxQuery - 4));
        Assert.Equal(allowed, await GetAsync(route, new string('a', MaxQuery - 3)));
        Assert.InRange(allowed, 200, 401);
        Assert.Equal(400, await GetAsync(route, new string('a', MaxQuery - 2)));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task T_48_A_longer_address_is_refused_everywhere(string pattern) => Assert.Equal(414, await GetAsync(RouteTable.Find(pattern), new string('a', MaxQuery + 512)));

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task T_48_Headers_have_16_kilobytes_everywhere(string pattern)
    {
        var route = RouteTable.Find(pattern);
        var allowed = await HeadersAsync(route, MaxHeaders - 1);
        Assert.Equal(allowed, await HeadersAsync(route, MaxHeaders));
        Assert.NotEqual(431, allowed);
        Assert.Equal(431, await HeadersAsync(route, MaxHeaders + 1));
    }

    [Theory]
    [MemberData(nameof(Strict))]
    public async Task T_48_A_compressed_body_stays_compressed(string pattern)
    {
        var route = RouteTable.Find(pattern);
        using var packed = new MemoryStream();
        await using (var zip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await zip.WriteAsync(Encoding.ASCII.GetBytes(Form(MaxBody)));
        }

        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new("application/x-www-form-urlencoded");
        content.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(400, (await fixture.SendAsync(HttpMethod.Post, route.Path, content)).Status);
    }

    // No value is longer than a parameter may be, so that the body alone is what is too long.
    private static string Form(int length)
    {
        var text = new StringBuilder();
        for (var index = 0; text.Length < length; index++)
        {
            text.Append(index == 0 ? "" : "&").Append((char)('a' + index)).Append('=').Append('x', 8000);
        }

        return text.ToString(0, length);
    }

    private static string Keys(int count) => string.Join('&', Enumerable.Range(0, count).Select(index => $"k{index}=x"));

    private async Task<int> PostAsync(string path, string form)
    {
        using var content = new StringContent(form, null, "application/x-www-form-urlencoded");
        return (await fixture.SendAsync(HttpMethod.Post, path, content)).Status;
    }

    private async Task<int> GetAsync(Route route, string value)
    {
        using var content = route.Methods[0] == "POST" ? new FormUrlEncodedContent([KeyValuePair.Create("x", "y")]) : null;
        return (await fixture.SendAsync(new HttpMethod(route.Methods[0]), $"{route.Path}?x={value}", content)).Status;
    }

    private async Task<int> HeadersAsync(Route route, int total)
    {
        const string Fixed = "Host: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n";
        const string Rest = "X: \r\n"; // Kestrel counts the lines, and not the empty one behind them
        var padding = new string('a', total - Fixed.Length - Rest.Length);
        return RawConnection.StatusOf(await RawConnection.SendAsync(fixture.Broker.Address, $"{route.Methods[0]} {route.Path} HTTP/1.1\r\n{Fixed}X: {padding}\r\n\r\n"));
    }
}
