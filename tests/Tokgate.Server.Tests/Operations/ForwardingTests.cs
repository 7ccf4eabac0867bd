using System.Net;
using Tokgate.Server.Clients;
using Tokgate.Server.Operations;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Operations;

/// <summary>Whose forwarded headers count, however an address is spelled (T-44).</summary>
public sealed class ForwardingTests
{
    // The framework's comparison takes the low bits of the prefix length: with these it holds IPv4 peers for members of an IPv6 network.
    [Theory]
    [InlineData("fd00::/33", "9.9.9.9", 429)]
    [InlineData("2001:db8::/97", "9.9.9.9", 429)]
    [InlineData("127.0.0.1", "9.9.9.9", 401)]
    [InlineData("127.0.0.1,fd00::/33", "9.9.9.9", 401)]
    [InlineData("127.0.0.1,fd00::/33", "9.9.9.9, ::ffff:8.8.8.8", 401)]
    public async Task T_44_A_peer_of_IPv4_is_no_member_of_a_network_of_IPv6(string known, string forwarded, int status)
    {
        using var directory = new TempDirectory();
        var time = new ManualTime();
        await using var broker = await Broker.OfAsync(
            TokgateServer.Create(new TokgateServerOptions
            {
                Arguments = [$"--Tokgate:KnownProxies={known}"],
                EnvironmentName = "Development",
                Urls = "http://[::]:0",
                Issuer = Broker.Issuer,
                DataDirectory = directory.Path,
                TimeProvider = time,
                Clients = The.Clients,
            }),
            time);
        Assert.Equal(status, await GuessAsync(broker.Address.Port, forwarded));
    }

    [Fact]
    public async Task T_44_A_hop_of_IPv4_in_clothes_of_IPv6_is_no_known_proxy()
    {
        // The stranger 8.8.8.8, whom the proxy names as a socket of both families does, pretends to have forwarded for others: each guess seems to come from somebody else.
        await using var broker = await Broker.StartAsync(arguments: ["--Tokgate:KnownProxies=127.0.0.1,fd00::/33"]);
        var statuses = new List<int>();
        for (var attempt = 0; attempt <= GuessLimit.PerClient; attempt++)
        {
            statuses.Add(await SendAsync(broker.Address.Port, $"9.9.9.{attempt}, ::ffff:8.8.8.8"));
        }

        Assert.Equal(429, statuses[^1]);
        Assert.All(statuses[..^1], status => Assert.Equal(401, status));
    }

    [Theory]
    [InlineData("10.0.0.1/8")]
    [InlineData("fd00::1/8")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:10.0.0.0/104")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("proxy.example")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    public void An_entry_that_says_something_else_than_it_seems_is_none(string entry) => Assert.Null(ForwardingOptions.Parse(entry));

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.0.0.1", "10.0.0.1/32")]
    [InlineData("fd00::/8", "fd00::/8")]
    [InlineData("fd00::1", "fd00::1/128")]
    public void An_address_is_a_network_of_one(string entry, string network) => Assert.Equal(IPNetwork.Parse(network), ForwardingOptions.Parse(entry));

    private static async Task<int> GuessAsync(int port, string forwarded)
    {
        for (var attempt = 0; attempt < GuessLimit.PerClient; attempt++)
        {
            await SendAsync(port, null);
        }

        return await SendAsync(port, forwarded);
    }

    private static async Task<int> SendAsync(int port, string? forwarded)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/oauth/token");
        request.Headers.Host = "localhost";
        request.Headers.Authorization = Broker.Basic(The.Machine, "wrong");
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]);
        if (forwarded is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded);
        }

        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
