using System.Text.RegularExpressions;

namespace Tokgate.Emulator.Tests.Authorize;

public sealed partial class ConsentPageTests
{
    [Fact]
    public async Task A_person_is_chosen_scopes_are_toggled_and_the_rest_is_granted()
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);

        var choose = await peer.Browser.GetStringAsync(TikTokPeer.AuthorizeAddress());
        var consent = await ChooseAsync(peer, choose, "creator_full");
        using var answer = await PostAsync(peer, ("handle", Handle(consent)), ("action", "authorize"), ("scope", "video.list"));

        Assert.Contains("data-testid=\"persona-basic_only\"", choose, StringComparison.Ordinal);
        Assert.Contains("data-testid=\"cancel\"", choose, StringComparison.Ordinal);
        Assert.Contains("data-testid=\"scope-user.info.stats\" checked", consent, StringComparison.Ordinal);
        Assert.Contains("data-testid=\"scope-user.info.basic\" checked disabled", consent, StringComparison.Ordinal);
        Assert.Contains("data-testid=\"authorize\"", consent, StringComparison.Ordinal);
        Assert.Contains("not TikTok", consent, StringComparison.Ordinal);
        Assert.Equal("user.info.basic,video.list", TikTokPeer.Parameter(answer.Headers.Location!, "scopes"));
    }

    [Fact]
    public async Task Cancel_goes_back_to_the_app()
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);

        var choose = await peer.Browser.GetStringAsync(TikTokPeer.AuthorizeAddress());
        using var answer = await PostAsync(peer, ("handle", Handle(choose)), ("action", "cancel"));

        Assert.Equal("access_denied", TikTokPeer.Parameter(answer.Headers.Location!, "error"));
    }

    [Fact]
    public async Task A_page_answers_once()
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);
        var consent = await ChooseAsync(peer, await peer.Browser.GetStringAsync(TikTokPeer.AuthorizeAddress()), "creator_full");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(peer, ("handle", Handle(consent)), ("action", "authorize"))));

        Assert.Single(answers, answer => (int)answer.StatusCode == 302);
        Assert.All(answers.Where(answer => (int)answer.StatusCode != 302), answer => Assert.Equal(400, (int)answer.StatusCode));
    }

    [Fact]
    public async Task Another_browser_cannot_answer_the_page()
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);
        var consent = await ChooseAsync(peer, await peer.Browser.GetStringAsync(TikTokPeer.AuthorizeAddress()), "creator_full");

        var stranger = await peer.PostAsync("/_emulator/authorize", ("handle", Handle(consent)), ("action", "authorize"));

        Assert.Equal(400, stranger.Status);
        Assert.Contains("TTK4201", stranger.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ticking_what_was_not_asked_or_is_locked_grants_nothing_more()
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);
        var choose = await peer.Browser.GetStringAsync(TikTokPeer.AuthorizeAddress(("scope", "user.info.basic,user.info.stats")));
        var consent = await ChooseAsync(peer, choose, "basic_only");

        using var answer = await PostAsync(
            peer, ("handle", Handle(consent)), ("action", "authorize"), ("scope", "user.info.stats"), ("scope", "video.list"));

        Assert.Contains("data-testid=\"scope-user.info.stats\" disabled", consent, StringComparison.Ordinal);
        Assert.Equal("user.info.basic", TikTokPeer.Parameter(answer.Headers.Location!, "scopes"));
    }

    [Fact]
    public async Task Whoever_agreed_before_skips_the_page_unless_the_app_wants_it_or_asks_for_more()
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);
        var basic = ("scope", (string?)"user.info.basic");
        var consent = await ChooseAsync(peer, await peer.Browser.GetStringAsync(TikTokPeer.AuthorizeAddress(basic)), "creator_full");
        using var first = await PostAsync(peer, ("handle", Handle(consent)), ("action", "authorize"));

        Assert.Equal("/signin-tiktok", (await peer.AuthorizeAsync(basic)).AbsolutePath);
        Assert.Equal("/signin-tiktok", (await peer.AuthorizeAsync(basic, ("disable_auto_auth", "0"))).AbsolutePath);
        foreach (var changes in ((string, string?)[][])[[basic, ("disable_auto_auth", "1")], [("scope", "user.info.basic,video.list")]])
        {
            Assert.Contains("data-testid=\"authorize\"", await peer.Browser.GetStringAsync(TikTokPeer.AuthorizeAddress(changes)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Hostile_names_are_text_on_the_page_and_unharmed_in_user_info()
    {
        const string Name = "<img src=x onerror=alert(1)>\u202e\"'& \U0001F984 ";
        await using var peer = await TikTokPeer.StartAsync(person: null);
        await peer.TikTok.PutAsync("/_emulator/users/creator_full", new { display_name = Name });
        await peer.TikTok.PutAsync($"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { name = "</title><script>1</script>" });

        var page = await peer.Browser.GetStringAsync(TikTokPeer.AuthorizeAddress());
        await peer.TikTok.ConsentAsync("creator_full");
        var tokens = await peer.SignInAsync();
        var user = await peer.UserInfoAsync(tokens.GetProperty("access_token").GetString(), "display_name");

        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Equal(Name, user.Json.GetProperty("data").GetProperty("user").GetProperty("display_name").GetString());
    }

    [Fact]
    public async Task The_page_runs_no_script_and_cannot_be_framed()
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);

        using var response = await peer.Browser.GetAsync(TikTokPeer.AuthorizeAddress());

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Contains("HttpOnly; SameSite=Lax", cookie, StringComparison.Ordinal);
    }

    private static async Task<string> ChooseAsync(TikTokPeer peer, string page, string username)
    {
        using var chosen = await PostAsync(peer, ("handle", Handle(page)), ("person", username));
        Assert.Equal(303, (int)chosen.StatusCode);
        return await peer.Browser.GetStringAsync(chosen.Headers.Location);
    }

    private static async Task<HttpResponseMessage> PostAsync(TikTokPeer peer, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(it => new KeyValuePair<string, string>(it.Name, it.Value)));
        return await peer.Browser.PostAsync("/_emulator/authorize", content);
    }

    private static string Handle(string page) => HandleField().Match(page).Groups[1].Value;

    [GeneratedRegex("name=\"handle\" value=\"([^\"]+)\"")]
    private static partial Regex HandleField();
}
