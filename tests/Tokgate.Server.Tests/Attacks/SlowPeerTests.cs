using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>Whoever is slow, client or TikTok, is slow alone (T-49, T-53).</summary>
public sealed class SlowPeerTests
{
    [Fact]
    public async Task T_49_Three_hundred_half_requests_keep_nobody_waiting()
    {
        await using var broker = await Broker.StartAsync();
        var peers = new List<TcpClient>();
        try
        {
            for (var index = 0; index < 300; index++)
            {
                var peer = new TcpClient();
                peers.Add(peer);
                await peer.ConnectAsync(broker.Address.Host, broker.Address.Port);
                await peer.GetStream().WriteAsync(index % 3 == 0 ? "GET /authorize HTTP/1.1\r\nHost: loc"u8.ToArray()
                    : index % 3 == 1 ? "POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na="u8.ToArray()
                    : "POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"u8.ToArray());
            }

            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            for (var index = 0; index < 100; index++)
            {
                Assert.NotEmpty(await broker.MachineTokenAsync().WaitAsync(patience.Token));
            }
        }
        finally
        {
            peers.ForEach(peer => peer.Dispose());
        }

        var limits = broker.Get<IOptions<KestrelServerOptions>>().Value.Limits;
        Assert.True(limits.RequestHeadersTimeout <= TimeSpan.FromSeconds(10));
        Assert.NotNull(limits.MaxConcurrentConnections);
        Assert.NotNull(limits.MinRequestBodyDataRate);
        Assert.NotNull(limits.MinResponseDataRate);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("user_info")]
    public async Task T_53_While_TikTok_says_nothing_everything_else_goes_on(string endpoint)
    {
        await using var world = await SignInWorld.StartAsync([.. SignInWorld.SignInClients, .. The.Clients.Where(client => client.Id == The.Machine)]);
        await world.TikTok.PostAsync("/_emulator/faults", new { endpoint, kind = "hang", count = 40 });
        var browsers = Enumerable.Range(0, 40).Select(_ => world.NewBrowser()).ToList();
        var waiting = browsers.ConvertAll(browser => browser.GoAsync(SignInWorld.Authorize()));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var waits = new List<TimeSpan>();
        for (var index = 0; index < 100; index++)
        {
            var began = Stopwatch.GetTimestamp();
            Assert.NotEmpty(await world.Broker.MachineTokenAsync().WaitAsync(patience.Token));
            Assert.Equal(200, (await world.Broker.GetAsync("/health/ready").WaitAsync(patience.Token)).Status);
            waits.Add(Stopwatch.GetElapsedTime(began));
        }

        // The 99th of a hundred pairs. Alone it is some milliseconds; TikTok's time-out is ten seconds, and whoever waited behind it would be here.
        waits.Sort();
        Assert.True(waits[98] < TimeSpan.FromSeconds(1), $"{waits[98]}");
        Assert.Contains(waiting, task => !task.IsCompleted);
        browsers.ForEach(browser => browser.Dispose());
        foreach (var task in waiting)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => task);
        }
    }
}
