using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Logout;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>What pages of other sites can make a signed-in browser do here: nothing (T-21 for the pages of people).</summary>
public sealed class CrossSiteTests(RouteFixture fixture) : IClassFixture<RouteFixture>
{
    private static readonly (string Name, string Value)[] Decisions = [("decision", "allow"), ("decision", "sign-out")];

    public static TheoryData<string> OwnForms => RouteTable.Of(route => route.IsPage && route.Methods.Contains("POST") && route.OpenBecause is null);

    public static TheoryData<string> Questions => new("/consent", "/oidc/logout/confirm");

    public static TheoryData<string> OpenForms => RouteTable.Of(route => route.OpenBecause is not null);

    public static TheoryData<string> Readings => RouteTable.Of(route => route.Methods.Contains("GET"));

    [Theory]
    [MemberData(nameof(OwnForms))]
    public async Task T_21_A_form_of_another_site_is_refused_though_it_has_the_handle_and_the_cookie(string pattern)
    {
        var handle = await fixture.HandleAsync(pattern);
        var before = fixture.Content();
        foreach (var headers in ((string, string)[][])
        [
            [("Origin", "https://evil.example")],
            [("Origin", "https://localhost:5081")],
            [("Origin", "http://localhost:5082")],
            [("Origin", "http://localhost:5081.evil.example")],
            [("Origin", "http://localhost:5081"), ("Sec-Fetch-Site", "cross-site")],
            [("Origin", "null"), ("Sec-Fetch-Site", "cross-site")],
            [("Sec-Fetch-Site", "cross-site")],
            [("Sec-Fetch-Site", "same-site")],
            [("Sec-Fetch-Site", "none")],
            [("Sec-Fetch-Site", "")],
            [("Origin", "https://evil.example"), ("Sec-Fetch-Site", "same-origin")],
        ])
        {
            foreach (var decision in Decisions)
            {
                var answer = await PostAsync(pattern, [("request", handle), decision], headers);
                Assert.True(answer.Status == 403, $"{string.Join(' ', headers)}: {answer.Status}");
                Assert.Contains("TTK3250", answer.Body, StringComparison.Ordinal);
                Assert.False(answer.Headers.ContainsKey("Set-Cookie"));
            }
        }

        Assert.Equal(before, fixture.Content());
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task T_21_A_form_without_its_handle_or_with_another_one_changes_nothing(string pattern)
    {
        var otherKind = pattern == "/consent" ? await fixture.HandleAsync("/oidc/logout/confirm") : await fixture.HandleAsync("/consent");
        var before = fixture.Content("logout_requests");
        foreach (var handle in (string?[])[null, "", "x", "tgn_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "tgl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", otherKind])
        {
            foreach (var decision in Decisions)
            {
                var answer = await PostAsync(pattern, handle is null ? [decision] : [("request", handle), decision]);
                Assert.False(answer.Headers.ContainsKey("Location"));
                Assert.False(answer.Headers.ContainsKey("Set-Cookie"));
                Assert.DoesNotContain("data-testid=\"signed-out\"", answer.Body, StringComparison.Ordinal);
            }
        }

        Assert.Equal(before, fixture.Content("logout_requests"));
    }

    [Theory]
    [MemberData(nameof(OpenForms))]
    public async Task T_21_A_form_that_any_site_may_send_is_only_put_aside(string pattern)
    {
        Assert.NotEmpty(RouteTable.Find(pattern).OpenBecause!); // asked for by the theory
        var before = fixture.Content("waiting_requests", "logout_requests");
        var answer = await PostAsync(
            pattern,
            [("client_id", The.Web), ("redirect_uri", SignInWorld.Callback), ("response_type", "code"), ("scope", "openid"), ("state", "x")],
            [("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")]);
        Assert.Equal(303, answer.Status);
        Assert.StartsWith(Broker.Issuer + pattern, answer.Headers["Location"], StringComparison.Ordinal);
        Assert.False(answer.Headers.ContainsKey("Set-Cookie"));
        Assert.Equal(before, fixture.Content("waiting_requests", "logout_requests"));
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public async Task T_21_What_is_read_again_and_again_leaves_the_database_as_it_was(string pattern)
    {
        var route = RouteTable.Find(pattern);
        var address = pattern == "/consent" ? $"/consent?request={await fixture.HandleAsync("/consent")}" : route.Path;
        string[] without = route.WritesBecause is null ? [] : ["logout_requests", "pending_sign_ins"];
        var before = fixture.Content(without);
        for (var round = 0; round < 3; round++)
        {
            await fixture.SendAsync(HttpMethod.Get, address, null, ("Origin", "https://evil.example"));
            await fixture.SendAsync(HttpMethod.Get, $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}decision=allow&decide=1&delete=1");
            await fixture.SendAsync(HttpMethod.Head, address);
        }

        Assert.Equal(before, fixture.Content(without));
    }

    [Fact]
    public async Task T_21_Asking_again_changes_nothing_but_what_waits_for_the_person()
    {
        var before = fixture.Content("logout_requests", "pending_sign_ins");
        for (var round = 0; round < 3; round++)
        {
            await fixture.SendAsync(HttpMethod.Get, SignInWorld.Authorize(("prompt", "login")));
            await fixture.SendAsync(HttpMethod.Get, SignInWorld.Authorize(("redirect_uri", "https://evil.example/")));
            await fixture.SendAsync(HttpMethod.Get, "/login/callback?code=x&state=tgu_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
            await fixture.SendAsync(HttpMethod.Get, SignedIn.Path);
        }

        Assert.Equal(before, fixture.Content("logout_requests", "pending_sign_ins"));
    }

    private async Task<Answer> PostAsync(string path, (string Name, string Value)[] form, params (string Name, string Value)[] headers)
    {
        using var content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        return await fixture.SendAsync(HttpMethod.Post, path, content, headers);
    }
}
