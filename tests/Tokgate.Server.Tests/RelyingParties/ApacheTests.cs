using System.Net;
using System.Text.RegularExpressions;
using Tokgate.Server.Sessions;

namespace Tokgate.Server.Tests.RelyingParties;

/// <summary>mod_auth_openidc knows nothing of Tokgate but the address of its discovery document.</summary>
public sealed class ApacheTests(ApacheFixture fixture) : IClassFixture<ApacheFixture>
{
    private readonly CookieContainer cookies = new();

    [Fact]
    public async Task Apache_signs_people_in_and_its_page_knows_who_they_are()
    {
        using var browser = ApacheFixture.NewBrowser(cookies, follows: true);
        var (subject, name, session) = await SignInAsync(browser);
        Assert.NotEmpty(session);
        Assert.NotEmpty(name);
        Assert.Equal(session, Assert.Single(await fixture.Get<ISessionStore>().ListAsync(subject, CancellationToken.None), one => one.Id == session).Id);
        Assert.Equal((subject, name, session), Read(await browser.GetStringAsync(fixture.Apache.Page)));
    }

    [Fact]
    public async Task Who_signs_out_at_Apache_is_signed_out_at_the_broker_and_led_back()
    {
        using var browser = ApacheFixture.NewBrowser(cookies, follows: true);
        var (subject, _, session) = await SignInAsync(browser);
        using var answer = await browser.GetAsync(new Uri($"{fixture.Apache.RedirectUri}?logout={Uri.EscapeDataString(fixture.Apache.Bye.AbsoluteUri)}"));
        Assert.Equal("bye", await answer.Content.ReadAsStringAsync());
        Assert.Equal(fixture.Apache.Bye.AbsolutePath, answer.RequestMessage!.RequestUri!.AbsolutePath); // the last request of the walk
        Assert.DoesNotContain(await fixture.Get<ISessionStore>().ListAsync(subject, CancellationToken.None), one => one.Id == session);
        Assert.Equal(HttpStatusCode.Redirect, await AskAsync());
    }

    [Fact]
    public async Task Section_2_7_A_session_that_ends_at_the_broker_ends_at_Apache_and_no_other_does()
    {
        using var browser = ApacheFixture.NewBrowser(cookies, follows: true);
        var (_, _, session) = await SignInAsync(browser);
        var others = new CookieContainer();
        using var other = ApacheFixture.NewBrowser(others, follows: true);
        await SignInAsync(other);
        Assert.Equal(HttpStatusCode.OK, await AskAsync());
        Assert.True(await fixture.Get<ISessionStore>().EndAsync(session, CancellationToken.None));
        await Eventually.HoldsAsync(async () => await AskAsync() == HttpStatusCode.Redirect);

        using var still = ApacheFixture.NewBrowser(others, follows: false);
        Assert.Equal(HttpStatusCode.OK, (await still.GetAsync(fixture.Apache.Page)).StatusCode);
    }

    private async Task<HttpStatusCode> AskAsync()
    {
        using var browser = ApacheFixture.NewBrowser(cookies, follows: false);
        using var answer = await browser.GetAsync(fixture.Apache.Page);
        return answer.StatusCode;
    }

    private async Task<(string Subject, string Name, string Session)> SignInAsync(HttpClient browser)
    {
        using var answer = await browser.GetAsync(fixture.Apache.Page);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.RequestUri} {body} {string.Join('\n', fixture.Apache.Log)}");
        return Read(body);
    }

    private static (string Subject, string Name, string Session) Read(string page)
    {
        var match = Regex.Match(page, "^sub=(.+) name=(.+) sid=(.+)$");
        Assert.True(match.Success, page);
        return (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
    }
}
