using System.Net;
using System.Text.RegularExpressions;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>T-15: every route, every parameter that could lead somewhere, every way to write "elsewhere".</summary>
public sealed class RedirectCrawlTests(RouteFixture fixture) : IClassFixture<RouteFixture>
{
    private const string Evil = "evil.example";

    private static readonly string[] Payloads =
    [
        "https://evil.example", "https://evil.example/", "http://evil.example/", "//evil.example", "///evil.example", "////evil.example/", @"\\evil.example", @"/\evil.example", @"\/evil.example", @"/\/evil.example",
        "https:evil.example", "https:/evil.example", "https:///evil.example", @"https:\\evil.example", @"https:/\evil.example", "hTTps://evil.example", "/https://evil.example", "/.evil.example", "evil.example", ".evil.example",
        "//evil.example%2f..", "/%2f/evil.example", "/%5cevil.example", "%2f%2fevil.example", "%252f%252fevil.example", "/%09/evil.example", "/\t/evil.example", "\t//evil.example", " //evil.example", "/ /evil.example",
        "https://localhost:5081@evil.example", "https://localhost:5081:x@evil.example/", "http://localhost:5081.evil.example/", "http://localhost:5081%40evil.example/", "http://localhost:5081\\@evil.example", "https://evil.example#localhost:5081",
        "https://evil.example?localhost:5081", "https://evil.example/http://localhost:5081/", "https://app.example@evil.example/cb", "https://app.example.evil.example/cb", "https://app.example%00.evil.example/cb",
        "https://app.example/cb@evil.example", "https://app.example/cb/../../evil.example", "https://app.example\u3002evil.example/", "https://evil\uFF0Eexample/", "https://\u0435vil.example/", "https://[::ffff:127.0.0.1]/",
        "https://2130706433/", "javascript:alert(document.domain)//evil.example", "JaVaScRiPt:alert(1)//evil.example", "java\tscript:alert(1)//evil.example", "javascript://evil.example/%0aalert(1)", "data:text/html,<script>alert('evil.example')</script>",
        "vbscript:msgbox(1)//evil.example", "file://evil.example/etc/passwd", "blob:https://evil.example/x", "ftp://evil.example/", "ws://evil.example/", "/cb?next=//evil.example", "?next=https://evil.example", "#https://evil.example",
        "/oidc/logout?post_logout_redirect_uri=https://evil.example", "/authorize?redirect_uri=https://evil.example", "https://evil.example%0d%0aLocation:%20https://evil.example", "https://evil.example\r\nLocation: https://evil.example",
    ];

    private static readonly string[] Names =
    [
        "redirect_uri", "post_logout_redirect_uri", "request_uri", "request", "target_link_uri", "return_url", "returnUrl", "ReturnUrl", "return_to", "next", "url", "continue", "redirect", "goto", "state", "error", "error_description",
        "error_uri", "ui_locales", "lang", "login_hint", "logout_hint", "iss", "connection", "client_uri", "policy_uri", "tos_uri", "logo_uri", "initiate_login_uri", "code", "scope", "nonce", "display", "acr_values", "resource", "prompt",
    ];

    // What other programs call it. No protocol of ours knows these, so a request that has them is still in order and leads where it would have led.
    private static readonly string[] MadeUp =
    [
        "return_url", "returnUrl", "ReturnUrl", "return_to", "next", "url", "continue", "redirect", "redirect_url", "goto", "target", "dest", "rurl", "callback", "from", "back", "target_link_uri", "client_uri", "initiate_login_uri",
    ];

    private static readonly Regex Links = new("(?:href|src|action|content)=\"([^\"]*)\"", RegexOptions.IgnoreCase);

    public static TheoryData<string> Routes => RouteTable.All;

    [Fact]
    public void The_ways_to_write_elsewhere_are_sixty_and_more() => Assert.InRange(Payloads.Distinct().Count(), 60, 1000);

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task T_15_All_parameters_at_once_lead_nowhere_else(string pattern)
    {
        var route = RouteTable.Find(pattern);
        foreach (var payload in Payloads)
        {
            var query = string.Join('&', Names.Select(name => $"{name}={Uri.EscapeDataString(payload)}"));
            foreach (var method in route.Methods)
            {
                using var content = method == "POST" ? new StringContent(query, null, "application/x-www-form-urlencoded") : null;
                LeadsHome(await fixture.SendAsync(new HttpMethod(method), method == "POST" ? route.Path : $"{route.Path}?{query}", content), payload);
            }

            // And in the path and the headers from which careless programs build addresses.
            LeadsHome(await RawAsync($"{route.Methods[0]} {route.Path}//{Evil}/..{Uri.EscapeDataString(payload)} HTTP/1.1\r\nHost: localhost\r\nReferer: https://{Evil}/"), payload);
        }
    }

    [Theory]
    [InlineData("redirect_uri")]
    [InlineData("request_uri")]
    [InlineData("request")]
    [InlineData("state")]
    [InlineData("ui_locales")]
    [InlineData("login_hint")]
    [InlineData("connection")]
    [InlineData("return_url")]
    [InlineData("target_link_uri")]
    [InlineData("response_mode")]
    [InlineData("prompt")]
    [InlineData("scope")]
    [InlineData("nonce")]
    [InlineData("resource")]
    public async Task T_15_A_request_in_order_with_one_bad_parameter_leads_nowhere_else(string name)
    {
        foreach (var payload in Payloads)
        {
            foreach (var prompt in (string?[])[null, "none", "consent"])
            {
                LeadsHome(await fixture.Browser.StepAsync(SignInWorld.Authorize(name == "prompt" ? [(name, payload)] : [("prompt", prompt), (name, payload)])), payload);
            }
        }
    }

    [Theory]
    [InlineData("post_logout_redirect_uri")]
    [InlineData("state")]
    [InlineData("ui_locales")]
    [InlineData("logout_hint")]
    [InlineData("return_url")]
    [InlineData("request")]
    public async Task T_15_A_logout_in_order_with_one_bad_parameter_leads_nowhere_else(string name)
    {
        foreach (var payload in Payloads)
        {
            var query = $"client_id=leaver&{(name == "post_logout_redirect_uri" ? "" : "post_logout_redirect_uri=https%3A%2F%2Fleaver.example%2Fbye&")}{name}={Uri.EscapeDataString(payload)}";
            LeadsHome(await fixture.Browser.StepAsync($"/oidc/logout?{query}"), payload);
        }
    }

    [Fact]
    public async Task T_15_A_request_in_order_leads_where_it_would_whatever_else_it_says()
    {
        foreach (var payload in Payloads.Where(static text => !text.Any(char.IsControl))) // with those no request is in order
        {
            var more = string.Join('&', MadeUp.Select(name => $"{name}={Uri.EscapeDataString(payload)}"));
            var callback = await fixture.Browser.GoUntilAsync($"{SignInWorld.Authorize(("prompt", "login"))}&{more}", address => address.AbsolutePath == "/login/callback");
            foreach (var address in (string[])
            [
                $"{callback.PathAndQuery}&{more}", $"{SignInWorld.Authorize()}&{more}", $"{SignInWorld.Authorize(("prompt", "none"))}&{more}", $"{SignInWorld.Authorize(("response_type", "token"))}&{more}",
                $"{SignInWorld.Authorize(("client_id", "stranger"), ("redirect_uri", "https://stranger.example/cb"), ("prompt", "consent"))}&{more}",
            ])
            {
                LeadsOn(await fixture.Browser.StepAsync(address), payload);
            }

            LeadsOn(await fixture.Browser.StepPostAsync($"/account/sign-in?{more}", [("connection", "tiktok"), .. MadeUp.Select(name => (name, payload))]), payload);
            LeadsHome(await fixture.Browser.StepAsync($"/oidc/logout?client_id=leaver&post_logout_redirect_uri=https%3A%2F%2Fleaver.example%2Fbye&{more}"), payload);
        }
    }

    [Theory]
    [InlineData("error={0}&error_description={0}&state={1}")]
    [InlineData("error=access_denied&error_description={0}&error_type={0}&state={1}")]
    [InlineData("code={0}&scopes={0}&state={1}")]
    [InlineData("error=access_denied&state={0}")]
    public async Task T_15_What_TikTok_seems_to_say_leads_nowhere_else(string query)
    {
        foreach (var payload in Payloads)
        {
            var callback = await fixture.Browser.GoUntilAsync(SignInWorld.Authorize(("prompt", "login")), address => address.AbsolutePath == "/login/callback");
            var state = callback.Query.Split("state=")[1].Split('&')[0];
            LeadsHome(await fixture.Browser.StepAsync($"/login/callback?{string.Format(System.Globalization.CultureInfo.InvariantCulture, query, Uri.EscapeDataString(payload), state)}"), payload);
        }
    }

    private async Task<Answer> RawAsync(string head)
    {
        var text = await RawConnection.SendAsync(fixture.Broker.Address, head + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        var headers = text.Split("\r\n\r\n")[0].Split("\r\n").Skip(1).Select(line => line.Split(": ", 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new Answer(RawConnection.StatusOf(text), text, headers);
    }

    private void LeadsOn(Answer answer, string payload)
    {
        Assert.True(answer.Headers.ContainsKey("Location"), $"{answer.Status} {answer.Body}");
        LeadsHome(answer, payload);
    }

    private void LeadsHome(Answer answer, string payload)
    {
        // T-17: neither would let go of a posted body.
        Assert.NotInRange(answer.Status, 307, 308);
        Assert.NotEqual(500, answer.Status);
        Assert.False(answer.Headers.ContainsKey("Refresh"), payload);
        if (answer.Headers.TryGetValue("Location", out var location))
        {
            Assert.True(IsHome(location), $"{payload} led to {location}");
        }

        if (answer.Headers.GetValueOrDefault("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true)
        {
            Assert.DoesNotContain("http-equiv", answer.Body, StringComparison.OrdinalIgnoreCase);
            foreach (var link in Links.Matches(answer.Body).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Where(link => link is not ("noindex" or "width=device-width, initial-scale=1")))
            {
                Assert.True(link.StartsWith('?') || link.StartsWith("/oidc/", StringComparison.Ordinal) || link.StartsWith("/assets/", StringComparison.Ordinal) || link == "/api/v2/openapi.json" || link.StartsWith("/account/", StringComparison.Ordinal) || IsHome(link), $"{payload} made a link to {link}");
            }
        }
    }

    // Compared as text up to the query: what a parser makes of it is what an attacker would play with.
    private bool IsHome(string address) =>
        address.Split('?')[0] is SignInWorld.Callback or "https://leaver.example/bye" or Broker.Issuer + "/authorize" or Broker.Issuer + "/oidc/logout" or Broker.Issuer + "/consent" or Broker.Issuer + "/account"
        || address.Split('?')[0] == new Uri(fixture.World.TikTok.BaseAddress, "/v2/auth/authorize/").AbsoluteUri;
}
