using System.Net;
using Microsoft.Extensions.Options;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Outgoing;

/// <summary>T-45: what a person enters as an address leads to the public internet or nowhere.</summary>
public sealed class OutgoingHttpTests
{
    // Addresses in every spelling that a parser on the way may take for one. A name is what its resolver says, which is the point of the other tests.
    private static readonly string[] PrivateHosts =
    [
        "0", "0.0.0.0", "00", "0x0", "0.0", "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "0177.1", "0177.0.0.1", "0177.0.0.01", "0x7f.1", "0x7f000001", "0x7F.0x0.0x0.0x1",
        "2130706433", "017700000001", "127.0.0.1.", "①", "①②⑦.0.0.1", "１２７.0.0.1", "127。0。0。1", "127．0．0．1", "1",
        "10.0.0.1", "10.255.255.255", "012.0.0.1", "167772161", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.1", "0xc0a80001", "3232235521",
        "100.64.0.1", "100.127.255.255", "100.100.100.200", "169.254.169.254", "169.254.0.1", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "168.63.129.16",
        "192.0.0.1", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "192.88.99.1",
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "4294967295", "0.1.2.3",
        "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::0.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]", "[::ffff:93.184.216.34]",
        "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b::808:808]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2001:0:4136:e378::1]",
        "[2001:db8::1]", "[3fff::1]", "[2001:2::1]", "[2001:10::1]", "[fc00::1]", "[fd00:ec2::254]", "[fdff::1]", "[fe80::1]", "[fe80::1%25lo]", "[fec0::1]", "[febf::1]",
        "[ff02::1]", "[ff0e::1]", "[100::1]", "[5f00::1]", "[4000::1]", "[1::1]",
    ];

    // What a resolver may answer for an innocent name.
    private static readonly string[] PrivateAnswers = ["127.0.0.1", "::1", "0.0.0.0", "::", "10.0.0.5", "169.254.169.254", "::ffff:127.0.0.1", "fd00:ec2::254", "fe80::1", "64:ff9b::7f00:1", "2002:7f00:1::", "100.64.0.1"];

    public static TheoryData<string> Hosts => new(PrivateHosts);

    public static TheoryData<string> Answers => new(PrivateAnswers);

    [Fact]
    public void The_tables_are_as_long_as_they_have_to_be() => Assert.True(PrivateHosts.Distinct().Count() >= 80);

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task A_host_that_is_not_public_is_never_connected_to(string host)
    {
        using var trap = new Trap();
        var resolver = new StubResolver(["127.0.0.1", "::1"]);
        using var http = Guarded(resolver);
        foreach (var scheme in (string[])["https", "http"])
        {
            if (!Uri.TryCreate($"{scheme}://{host}:{trap.Port}/x", UriKind.Absolute, out var target))
            {
                Assert.NotNull(SomeTargets.Rules().Fault($"{scheme}://{host}:{trap.Port}/x"));
                continue;
            }

            Assert.Equal(new OutgoingAnswer(null, OutgoingCause.TargetRefused), await http.PostAsync(target, new StringContent("x"), CancellationToken.None));
            Assert.NotNull(SomeTargets.Rules().Fault(target.OriginalString));
        }

        Assert.True(trap.IsSilent);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_name_that_resolves_to_what_is_not_public_is_never_connected_to(string answer)
    {
        using var trap = new Trap();
        using var http = Guarded(new StubResolver([answer]));
        foreach (var name in (string[])["localtest.me", "127.0.0.1.nip.example", "metadata.google.internal", "intranet", "rp.example.com."])
        {
            var target = new Uri($"https://{name}:{trap.Port}/x");
            Assert.Equal(OutgoingCause.TargetRefused, (await http.PostAsync(target, new StringContent("x"), CancellationToken.None)).Cause);
            Assert.Null(SomeTargets.Rules().Fault(target.OriginalString));
        }

        Assert.True(trap.IsSilent);
    }

    [Fact]
    public async Task A_name_that_changes_its_mind_after_the_check_gains_nothing()
    {
        await using var receiver = await LogoutReceiver.StartAsync("127.0.0.2");
        var resolver = new StubResolver(["127.0.0.1", "127.0.0.2"], ["127.0.0.1"]);
        using var http = Guarded(resolver, $"127.0.0.2/32:{receiver.Address.Port}");
        receiver.Answer("x", context =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        var target = new Uri($"http://rebind.example:{receiver.Address.Port}/x");

        // Of two addresses the one that may be reached; asked for once.
        Assert.Equal(new OutgoingAnswer(HttpStatusCode.OK, null), await http.PostAsync(target, Form(), CancellationToken.None));
        Assert.Equal(1, resolver.Asked);
        Assert.Equal(OutgoingCause.TargetRefused, (await http.PostAsync(target, Form(), CancellationToken.None)).Cause);
        Assert.Equal(2, resolver.Asked);
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_no_direction()
    {
        using var trap = new Trap();
        await using var receiver = await LogoutReceiver.StartAsync();
        using var http = Guarded(new StubResolver(["127.0.0.1"]), $"127.0.0.1/32:{receiver.Address.Port}");
        foreach (var location in (string[])["http://169.254.169.254/latest/meta-data/", $"http://127.0.0.1:{trap.Port}/"])
        {
            receiver.Answer("x", context =>
            {
                context.Response.Headers.SetCookie = "a=b";
                context.Response.Redirect(location);
                return Task.CompletedTask;
            });
            Assert.Equal(HttpStatusCode.Found, (await http.PostAsync(new Uri(receiver.At("x")), Form(), CancellationToken.None)).Status);
        }

        Assert.True(trap.IsSilent);
        receiver.Answer("x", context =>
        {
            context.Response.StatusCode = context.Request.Headers.Cookie.Count + context.Request.Headers.Authorization.Count + context.Request.Headers.TraceParent.Count == 0 ? 204 : 500;
            return Task.CompletedTask;
        });
        Assert.Equal(HttpStatusCode.NoContent, (await http.PostAsync(new Uri(receiver.At("x")), Form(), CancellationToken.None)).Status);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_or_is_none_has_a_cause()
    {
        await using var receiver = await LogoutReceiver.StartAsync();
        using var http = Guarded(new StubResolver((string[])[]), "127.0.0.1/32:*");
        receiver.Answer("slow", context =>
        {
            var gone = new TaskCompletionSource();
            context.RequestAborted.Register(gone.SetResult);
            return gone.Task;
        });
        receiver.Answer("large", context =>
        {
            context.Response.Headers["X-Large"] = new string('x', 20_000);
            return Task.CompletedTask;
        });
        receiver.Answer("endless", async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[10_000]);
            }
        });
        Assert.Equal(OutgoingCause.TimedOut, (await http.PostAsync(new Uri(receiver.At("slow")), Form(), CancellationToken.None)).Cause);
        Assert.Equal(OutgoingCause.AnswerUnreadable, (await http.PostAsync(new Uri(receiver.At("large")), Form(), CancellationToken.None)).Cause);
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync(new Uri(receiver.At("endless")), Form(), CancellationToken.None)).Status);
        Assert.Equal(OutgoingCause.HostUnknown, (await http.PostAsync(new Uri("https://nobody.example/"), Form(), CancellationToken.None)).Cause);
        Assert.Equal(OutgoingCause.TlsFailed, (await http.PostAsync(new Uri($"https://127.0.0.1:{receiver.Address.Port}/x"), Form(), CancellationToken.None)).Cause);
        using var free = new Trap();
        var port = free.Port;
        free.Dispose();
        Assert.Equal(OutgoingCause.Unreachable, (await http.PostAsync(new Uri($"http://127.0.0.1:{port}/x"), Form(), CancellationToken.None)).Cause);
        Assert.Equal(OutgoingCause.TargetRefused, (await http.PostAsync(new Uri($"http://name:word@127.0.0.1:{receiver.Address.Port}/x"), Form(), CancellationToken.None)).Cause);
    }

    private static FormUrlEncodedContent Form() => new([KeyValuePair.Create("logout_token", "x")]);

    private static OutgoingHttp Guarded(StubResolver resolver, string? privateTargets = null) =>
        new(SomeTargets.Rules(privateTargets), resolver, Options.Create(new DeliveryOptions { AttemptTimeout = TimeSpan.FromSeconds(1) }));
}
