using System.Net.Http.Json;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>Matrices over the routes that the running broker has, and not over those that somebody remembers.</summary>
public sealed class RouteMatrixTests(RouteFixture fixture) : IClassFixture<RouteFixture>
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "Post"];

    public static TheoryData<string> Routes => RouteTable.All;

    public static TheoryData<string> Forms => RouteTable.Of(route => route.TakesForm);

    public static TheoryData<string> Strict => RouteTable.Of(route => route.TakesForm && !route.LeadsBack);

    public static TheoryData<string> Pages => RouteTable.Of(route => route.IsPage);

    [Fact]
    public void Every_route_has_its_row()
    {
        var routes = fixture.Broker.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<Tokgate.Server.Management.ManagementOperation>() is null && endpoint.RoutePattern.RawText != "/api/v2/{**rest}" && endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null)
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}")); // a route without methods would fail here, as it should
        Assert.Equal(RouteTable.Rows.SelectMany(row => row.Methods.Select(method => $"{method} {row.Pattern}")).Order(StringComparer.Ordinal), routes.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Another_method_is_405_and_told_which_ones_there_are(string pattern)
    {
        var route = RouteTable.Find(pattern);
        foreach (var method in Methods.Where(method => !route.Methods.Contains(method, StringComparer.OrdinalIgnoreCase)))
        {
            var answer = await fixture.SendAsync(new HttpMethod(method), route.Path);
            Assert.True(answer.Status == 405, $"{method}: {answer.Status}");
            Assert.Equal(route.Methods.Order(), answer.Headers["Allow"].Split(", ").Order());
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task T_21_No_header_and_no_parameter_overrides_the_method(string pattern)
    {
        var route = RouteTable.Find(pattern);
        if (route.Methods.Contains("POST") && route.Methods.Contains("GET"))
        {
            return;
        }

        var (sent, meant) = route.Methods.Contains("POST") ? ("GET", "POST") : ("POST", "GET");
        foreach (var name in (string[])["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
        {
            Assert.Equal(405, (await fixture.SendAsync(new HttpMethod(sent), $"{route.Path}?_method={meant}", null, (name, meant))).Status);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task T_21_A_body_that_is_no_form_is_refused(string pattern)
    {
        var route = RouteTable.Find(pattern);
        var before = fixture.Content();
        foreach (var type in (string?[])
        [
            "application/json", "text/plain", "multipart/form-data; boundary=x", "application/xml", "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencodedx",
            "text/plain; application/x-www-form-urlencoded", null,
        ])
        {
            using var content = new ByteArrayContent("client_id=web&grant_type=client_credentials&decision=sign-out"u8.ToArray());
            if (type is not null)
            {
                content.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            var answer = await fixture.SendAsync(HttpMethod.Post, route.Path, content);
            Assert.True(answer.Status is 400 or 415, $"{type}: {answer.Status}");
            Assert.False(answer.Headers.ContainsKey("Set-Cookie"));
        }

        Assert.Equal(before, fixture.Content());
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task T_29_Nothing_is_kept_by_a_cache_but_what_is_everybodys(string pattern)
    {
        var route = RouteTable.Find(pattern);
        foreach (var method in route.Methods)
        {
            using var content = method == "POST" ? new FormUrlEncodedContent([]) : null;
            var answer = await fixture.SendAsync(new HttpMethod(method), route.Path, content);
            Assert.Equal(route.IsForever ? "public, max-age=31536000, immutable" : route.IsPublic ? "public, max-age=300" : "no-store", answer.Headers["Cache-Control"]);
            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
            Assert.False(answer.Headers.ContainsKey("Server"));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task T_22_Every_page_is_closed_to_frames_scripts_and_sniffing(string pattern)
    {
        var route = RouteTable.Find(pattern);
        var seen = 0;
        List<Answer> answers = [];
        foreach (var method in route.Methods)
        {
            using var content = method == "POST" ? new FormUrlEncodedContent([]) : null;
            answers.Add(await fixture.SendAsync(new HttpMethod(method), route.Path, content));
        }

        if (route.Methods.Contains("POST"))
        {
            using var noForm = JsonContent.Create(1);
            answers.Add(await fixture.SendAsync(HttpMethod.Post, route.Path, noForm));
        }

        if (route.Pattern == "/consent")
        {
            answers.Add(await fixture.SendAsync(HttpMethod.Get, $"/consent?request={await fixture.HandleAsync("/consent")}"));
        }

        if (route.Pattern == "/authorize")
        {
            answers.Add(await fixture.Browser.StepAsync(SignInWorld.Authorize(("response_mode", "form_post"))));
        }

        foreach (var page in answers.Where(answer => answer.Headers.GetValueOrDefault("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true))
        {
            seen++;
            var policy = page.Headers["Content-Security-Policy"].Split("; ").ToDictionary(part => part.Split(' ')[0], part => part.Split(' ', 2)[1]);
            Assert.Equal("'none'", policy["default-src"]);
            Assert.Equal("'none'", policy["base-uri"]);
            Assert.Equal("'none'", policy["frame-ancestors"]);
            Assert.Matches("^'nonce-[A-Za-z0-9+/]{22}=='$", policy["script-src"]);
            Assert.Matches("^'nonce-[A-Za-z0-9+/]{22}=='$", policy["style-src"]);
            Assert.DoesNotContain("unsafe", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Equal("DENY", page.Headers["X-Frame-Options"]);
            Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);
            Assert.Equal("nosniff", page.Headers["X-Content-Type-Options"]);
            Assert.DoesNotMatch("(?i)<[^>]+ on[a-z]+=|javascript:|<[^>]+ style=|(?:src|href|action)=\"(?:https?:)?//(?!(?:app|stranger)\\.example/)", page.Body);
        }

        Assert.True(seen > 0, "The route showed no page.");
    }

    [Fact]
    public async Task T_22_Two_pages_have_two_nonces() =>
        Assert.NotEqual((await fixture.Browser.StepAsync("/consent")).Headers["Content-Security-Policy"], (await fixture.Browser.StepAsync("/consent")).Headers["Content-Security-Policy"]);

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task C_27_A_script_reads_only_what_is_for_scripts(string pattern)
    {
        var route = RouteTable.Find(pattern);
        foreach (var method in route.Methods.Append("OPTIONS").Distinct())
        {
            using var content = method == "POST" ? new FormUrlEncodedContent([]) : null;
            var answer = await fixture.SendAsync(
                new HttpMethod(method), route.Path, content, ("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "X-Anything"));
            Assert.False(answer.Headers.ContainsKey("Access-Control-Allow-Credentials"));
            var origin = answer.Headers.GetValueOrDefault("Access-Control-Allow-Origin");

            // A preflight tells everybody what may be sent, and a refusal before any client is known says nothing about anybody.
            var expected = route.IsPublic && method != "OPTIONS" ? "*" : !route.IsForScripts ? null : method == "OPTIONS" ? "https://evil.example" : "*";
            Assert.Equal((method, expected), (method, origin));
            Assert.DoesNotContain("X-Anything", answer.Headers.GetValueOrDefault("Access-Control-Allow-Headers") ?? "", StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Strict))]
    public async Task T_14_A_parameter_that_comes_twice_is_refused(string pattern)
    {
        var route = RouteTable.Find(pattern);
        var before = fixture.Content("logout_requests");
        foreach (var name in (string[])["client_id", "client_secret", "grant_type", "code", "redirect_uri", "state", "request", "decision", "token", "scope", "id_token_hint", "post_logout_redirect_uri"])
        {
            using var content = new StringContent($"{name}=a&{name}=b", null, "application/x-www-form-urlencoded");
            var answer = await fixture.SendAsync(HttpMethod.Post, route.Path, content);

            // The answer to a question that nobody asked is the question again.
            Assert.True(answer.Status is 400 or 401 || (pattern == "/oidc/logout/confirm" && answer.Text("sign-out-title").Length > 0), $"{name}: {answer.Status}");
            Assert.False(answer.Headers.ContainsKey("Location"));
        }

        Assert.Equal(before, fixture.Content("logout_requests"));
    }
}
