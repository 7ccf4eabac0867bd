using System.Text;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>Who we are comes from configuration, and no request adds a line to an answer's head (T-18, T-19, T-75).</summary>
public sealed class SpoofedHeaderTests(RouteFixture fixture) : IClassFixture<RouteFixture>
{
    private static readonly (string Name, string Value)[] Spoofs =
    [
        ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "9.9.9.9"), ("Forwarded", "for=9.9.9.9;host=evil.example;proto=https"), ("X-Original-Host", "evil.example"), ("X-Host", "evil.example"),
        ("X-Forwarded-Server", "evil.example"), ("X-Original-URL", "/health/live"), ("X-Rewrite-URL", "/health/live"), ("X-Forwarded-Prefix", "/evil"), ("X-HTTP-Host-Override", "evil.example"), ("X-Forwarded-Port", "443"),
        ("User-Agent", "GoogleHC/1.0"), ("User-Agent", "kube-probe/1.30"),
    ];

    private static readonly string[] Breaks = ["\r\n", "\n", "\r", "\0", "\u2028", "\u0085", "%0d%0a", "%0D%0A%20", "\\r\\n", "\u560a\u560d"];

    private static readonly string[] Names =
        ["client_id", "redirect_uri", "state", "scope", "nonce", "response_mode", "response_type", "prompt", "ui_locales", "login_hint", "error", "error_description", "code", "request", "post_logout_redirect_uri", "logout_hint", "connection", "claims", "acr_values"];

    public static TheoryData<string> Routes => RouteTable.All;

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task T_18_No_header_changes_who_we_are(string pattern)
    {
        var route = RouteTable.Find(pattern);
        var plain = await SendAsync(route);
        foreach (var spoof in Spoofs)
        {
            var answer = await SendAsync(route, spoof);
            Assert.Equal((spoof.Name, plain.Status), (spoof.Name, answer.Status));
            Assert.DoesNotContain("evil", answer.Body, StringComparison.Ordinal);
            Assert.All(answer.Headers.Where(header => header.Key is not "Date"), header => Assert.DoesNotContain("evil", header.Value, StringComparison.Ordinal));
            if (!route.IsPage && !route.IsNewEachTime)
            {
                Assert.Equal(plain.Body, answer.Body);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task T_18_Another_host_is_400(string pattern)
    {
        var route = RouteTable.Find(pattern);
        foreach (var host in (string[])["evil.example", "localhost.evil.example", "localhost@evil.example", "localhost:5081@evil.example", "127.0.0.1", "localhost.", "evil.example:5081", "[::1]", "localhost%00.evil.example", "localhost\\.evil.example", " "])
        {
            var text = await RawConnection.SendAsync(fixture.Broker.Address, $"{route.Methods[0]} {route.Path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

            // Probes come by address; whatever they say of the host says nothing of us.
            Assert.True(RawConnection.StatusOf(text) == 400 || (pattern.StartsWith("/health/", StringComparison.Ordinal) && RawConnection.StatusOf(text) == 200), $"{host}: {text}");
            Assert.DoesNotContain("evil", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task T_18_Cookies_and_redirects_follow_from_the_configuration()
    {
        foreach (var spoof in Spoofs)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, SignInWorld.Authorize());
            request.Headers.TryAddWithoutValidation(spoof.Name, spoof.Value);
            var answer = await Answer.OfAsync(await fixture.Broker.Http.SendAsync(request));
            Assert.Contains(Uri.EscapeDataString(Broker.Issuer + "/login/callback"), answer.Headers["Location"], StringComparison.Ordinal);
            Assert.Matches("^tokgate-browser=tgp_[A-Za-z0-9_-]{43}; path=/; samesite=lax; httponly$", answer.Headers["Set-Cookie"]);
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task T_19_No_parameter_makes_a_header(string pattern)
    {
        var route = RouteTable.Find(pattern);
        foreach (var text in Breaks.Select(line => $"x{line}Injected: yes{line}Set-Cookie: injected=1{line}{line}<script>injected()</script>"))
        {
            foreach (var name in Names)
            {
                var pairs = new Dictionary<string, string> { ["client_id"] = The.Web, ["redirect_uri"] = SignInWorld.Callback, ["response_type"] = "code", ["scope"] = "openid", [name] = text };
                var query = string.Join('&', pairs.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
                foreach (var method in route.Methods)
                {
                    using var content = method == "POST" ? new StringContent(query, Encoding.UTF8, "application/x-www-form-urlencoded") : null;
                    NoneMade(await fixture.SendAsync(new HttpMethod(method), method == "POST" ? route.Path : $"{route.Path}?{query}", content), text);
                }
            }

            var raw = await RawConnection.SendAsync(
                fixture.Broker.Address, $"{route.Methods[0]} {route.Path}/{Uri.EscapeDataString(text)}?{Uri.EscapeDataString(text)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            Assert.DoesNotMatch("(?im)^(Injected|Set-Cookie: injected)", raw);
        }
    }

    private static void NoneMade(Answer answer, string text)
    {
        Assert.NotEqual(500, answer.Status);
        Assert.False(answer.Headers.ContainsKey("Injected"), text);
        Assert.DoesNotContain("injected=1", answer.Headers.GetValueOrDefault("Set-Cookie") ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("<script>injected", answer.Body, StringComparison.Ordinal);
        Assert.All(answer.Headers, header => Assert.DoesNotMatch("[\r\n\0]", header.Value));
    }

    private Task<Answer> SendAsync(Route route, params (string Name, string Value)[] headers) =>
        fixture.SendAsync(new HttpMethod(route.Methods[0]), route.Path, route.Methods[0] == "POST" ? new FormUrlEncodedContent([]) : null, headers);
}
