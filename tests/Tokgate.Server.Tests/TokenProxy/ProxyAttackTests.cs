using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Tokgate.Server.Tests.Attacks;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.TokenProxy;

/// <summary>T-46: nothing but four calls of TikTok's can be reached through the proxy, and nothing of a request goes on but what it is made of anew.</summary>
public sealed class ProxyAttackTests
{
    public static TheoryData<string> Targets =>
    [
        "/proxy", "/proxy/", "/proxy/token/", "/proxy/token/..%2fuserinfo", "/proxy/..%2f..%2fv2%2fuser%2finfo%2f", "/proxy/%2e%2e/v2/user/info/", "/proxy/token//", "/proxy//token", "/proxy/token@evil.example/",
        "/proxy/https://evil.example/", "/proxy/v2/oauth/token/", "/v2/oauth/token/", "/proxy/token;x=1", "/proxy/token%00", "/proxy/token\\..\\x", "/proxy/user%69nfo/x", "/proxy/revoke/x", "/proxy/Token/x",
    ];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task T_46_No_other_path_leads_anywhere(string target)
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}");
        var form = $"grant_type=refresh_token&refresh_token=rft.x&client_id={ProxyWorld.Key}&client_secret={ProxyWorld.Secret}";

        foreach (var method in (string[])["GET", "PUT", "DELETE", "PATCH", "CONNECT", "TRACE"])
        {
            var answer = await RawConnection.SendAsync(
                world.Http.BaseAddress!, $"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}"); // set by the world
            Assert.Matches("^HTTP/1.1 4", answer);
        }

        Assert.Empty(await world.AskedAsync());
    }

    [Theory]
    [InlineData("http://evil.example/proxy/token")]
    [InlineData("http://169.254.169.254/proxy/token")]
    [InlineData("/proxy/token?url=http://evil.example/")]
    public async Task T_45_Whatever_address_is_asked_for_TikTok_s_is_called(string target)
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}");
        var form = $"grant_type=refresh_token&refresh_token=rft.x&client_id={ProxyWorld.Key}&client_secret={ProxyWorld.Secret}&endpoint=http://evil.example/&host=evil.example";

        var answer = await RawConnection.SendAsync(
            world.Http.BaseAddress!, $"POST {target} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}"); // set by the world

        Assert.True(answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), answer);
        Assert.True((await world.AskedAsync()) is [] or ["/v2/oauth/token/"]);
    }

    [Fact]
    public async Task T_47_What_two_parsers_may_read_differently_ends_the_connection_here_too()
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}");
        foreach (var row in SmugglingTests.Ambiguous)
        {
            var answer = await RawConnection.SendAsync(world.Http.BaseAddress!, ((string)row[1]!).Replace("/oauth/token", "/proxy/token", StringComparison.Ordinal)); // both as declared
            var statuses = Regex.Matches(answer, @"HTTP/1\.1 (\d{3})").Select(static match => match.Groups[1].Value).ToList();
            Assert.True(statuses is [] or ["400"] or ["413"] or ["414"] or ["426"] or ["501"] or ["505"], $"{row[0]}: {answer}");
        }

        Assert.Empty(await world.AskedAsync());
    }

    [Fact]
    public async Task T_46_Headers_cookies_and_unknown_parameters_stay_here_and_nothing_of_them_comes_back()
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}", $"CallerSecret={ProxyWorld.CallerSecret}");
        const string Canary = "canary-of-this-test";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/proxy/token");
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = "rft.x", ["extra"] = Canary, ["client_key"] = Canary, ["scope"] = Canary });
        request.Headers.Authorization = Broker.Basic(ProxyWorld.Key, ProxyWorld.CallerSecret);
        foreach (var name in (string[])["Cookie", "X-Api-Key", "X-Forwarded-For", "X-HTTP-Method-Override", "Proxy-Authorization", "traceparent", "baggage", "User-Agent", "Accept-Language"])
        {
            request.Headers.TryAddWithoutValidation(name, Canary);
        }

        var answer = await Answer.OfAsync(await world.Http.SendAsync(request));
        var asked = (await world.TikTok.ReadRequestsAsync()).GetRawText();

        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain(Canary, asked + answer.Body + string.Join(' ', answer.Headers.Values), StringComparison.Ordinal);
        Assert.DoesNotContain(ProxyWorld.CallerSecret, asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T_16_Nothing_that_is_worth_something_is_logged_at_the_loudest_level()
    {
        await using var world = await ProxyWorld.StartAsync($"ClientSecret={ProxyWorld.Secret}", $"CallerSecret={ProxyWorld.CallerSecret}");
        var code = await world.CodeAsync();
        var tokens = await world.TokenAsync(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", ProxyWorld.Callback), ("client_id", ProxyWorld.Key), ("client_secret", ProxyWorld.CallerSecret));
        await world.UserInfoAsync(tokens.Member("access_token"));
        await world.TikTok.PostAsync("/_emulator/faults", new { endpoint = "token", kind = "body", body = "<html>" });
        await world.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", tokens.Member("refresh_token")), ("client_id", ProxyWorld.Key), ("client_secret", ProxyWorld.CallerSecret));
        await world.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", tokens.Member("refresh_token")), ("client_id", ProxyWorld.Key), ("client_secret", "typed-by-mistake-here"));

        Assert.Contains("/proxy/token", world.Log.Text, StringComparison.Ordinal); // it is loud indeed
        foreach (var secret in (string[])[code, WebUtility.UrlEncode(code), tokens.Member("access_token"), tokens.Member("refresh_token"), ProxyWorld.Secret, ProxyWorld.CallerSecret, "typed-by-mistake-here", Convert.ToBase64String(Encoding.UTF8.GetBytes(ProxyWorld.CallerSecret))])
        {
            Assert.DoesNotContain(secret, world.Log.Text, StringComparison.Ordinal);
        }
    }
}
