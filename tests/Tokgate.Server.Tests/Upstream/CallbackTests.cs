using Microsoft.EntityFrameworkCore;
using Tokgate.Emulator;
using Tokgate.Server.Clients;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;

namespace Tokgate.Server.Tests.Upstream;

/// <summary>TikTok's way back: one state, one browser, one callback; and what is not a sign-in makes nobody.</summary>
public sealed class CallbackTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    private readonly SignInWorld world = fixture.World;

    public static TheoryData<string> Engines => Database.Engines;

    public static TheoryData<string, object, string> Faults => new()
    {
        { "error object with status 200", new { endpoint = "token", kind = "body", body = "{\"error\":\"invalid_grant\",\"error_description\":\"Authorization code is expired.\",\"log_id\":\"1\"}" }, "TTK3112" },
        { "wrong secret", new { endpoint = "token", kind = "body", body = "{\"error\":\"invalid_client\",\"error_description\":\"Client key or secret is incorrect.\",\"log_id\":\"1\"}" }, "TTK3103" },
        { "other redirect URI", new { endpoint = "token", kind = "body", body = "{\"error\":\"invalid_request\",\"error_description\":\"Redirect_uri is not matched with the uri when requesting code.\"}" }, "TTK3104" },
        { "verifier", new { endpoint = "token", kind = "body", body = "{\"error\":\"invalid_request\",\"error_description\":\"Code verifier or code challenge is invalid.\"}" }, "TTK3107" },
        { "unknown code", new { endpoint = "token", kind = "body", body = "{\"error\":\"moody\",\"error_description\":\"<script>alert(1)</script>\"}" }, "TTK3113" },
        { "empty object", new { endpoint = "token", kind = "body", body = "{}" }, "TTK3110" },
        { "empty open_id", new { endpoint = "token", kind = "body", body = "{\"open_id\":\"\",\"access_token\":\"act.x\",\"expires_in\":1,\"scope\":\"user.info.basic\",\"token_type\":\"Bearer\"}" }, "TTK3110" },
        { "null open_id", new { endpoint = "token", kind = "body", body = "{\"open_id\":null,\"access_token\":\"act.x\",\"expires_in\":1,\"scope\":\"user.info.basic\",\"token_type\":\"Bearer\"}" }, "TTK3110" },
        { "html", new { endpoint = "token", kind = "html" }, "TTK3109" },
        { "truncated", new { endpoint = "token", kind = "truncated" }, "TTK3110" },
        { "503", new { endpoint = "token", kind = "status", status = 503 }, "TTK3109" },
        { "cut before", new { endpoint = "token", kind = "cut_before" }, "TTK3109" },
        { "cut after", new { endpoint = "token", kind = "cut_after" }, "TTK3109" },
        { "user info of another", new { endpoint = "user_info", kind = "body", body = "{\"data\":{\"user\":{\"open_id\":\"somebody-else\"}},\"error\":{\"code\":\"ok\"}}" }, "TTK3111" },
        { "user info without anybody", new { endpoint = "user_info", kind = "body", body = "{\"data\":{\"user\":{\"open_id\":\"\"}},\"error\":{\"code\":\"ok\"}}" }, "TTK3110" },
        { "scope refused", new { endpoint = "user_info", kind = "body", body = "{\"data\":{},\"error\":{\"code\":\"scope_not_authorized\",\"message\":\"no\",\"log_id\":\"2\"}}" }, "TTK3105" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_is_no_clear_yes_of_TikTok_signs_nobody_in(string _, object fault, string errorId)
    {
        using var browser = world.NewBrowser();
        await world.TikTok.PostAsync("/_emulator/faults", fault);

        var answer = await browser.GoAsync(SignInWorld.Authorize());

        Assert.True(answer.Status >= 400, $"{answer.Status} {answer.Headers.GetValueOrDefault("Location")}");
        Assert.Contains(errorId, answer.Body, StringComparison.Ordinal);
        Assert.NotEmpty(answer.Text("error-title"));
        Assert.NotEmpty(answer.Text("error-advice"));
        Assert.NotEmpty(answer.Text("error-reference"));
        Assert.DoesNotContain("<script>alert", answer.Body, StringComparison.Ordinal);
        Assert.Null(browser.Cookie("tokgate-session"));
        Assert.Contains("code", (await browser.GoAsync(SignInWorld.Authorize())).Query.Keys);
    }

    [Fact]
    public async Task A_sign_in_cannot_be_finished_in_another_browser()
    {
        using var first = world.NewBrowser();
        var callback = await StartAsync(first);
        using var second = world.NewBrowser();
        var stolen = await second.StepAsync(callback);
        Assert.Equal(400, stolen.Status);
        Assert.Contains("TTK3102", stolen.Body, StringComparison.Ordinal);
        Assert.Null(second.Cookie("tokgate-session"));

        // And a browser with a cookie of its own for another sign-in is another one still.
        using var third = world.NewBrowser();
        await StartAsync(third);
        Assert.Contains("TTK3102", (await third.StepAsync(await StartAsync(first))).Body, StringComparison.Ordinal);
        Assert.Contains("TTK3101", (await first.StepAsync(callback)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_is_good_once_and_for_fifteen_minutes()
    {
        using var browser = world.NewBrowser();
        var callback = await StartAsync(browser);
        Assert.Equal(302, (await browser.StepAsync(callback)).Status);
        var again = await browser.StepAsync(callback);
        Assert.Equal(400, again.Status);
        Assert.Contains("TTK3101", again.Body, StringComparison.Ordinal);

        var late = await StartAsync(browser, ("prompt", "login"));
        world.Broker.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Contains("TTK3101", (await browser.StepAsync(late)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_callback_spends_its_state_too()
    {
        using var browser = world.NewBrowser();
        var callback = await StartAsync(browser);
        var state = callback[callback.IndexOf("state=", StringComparison.Ordinal)..].Split('&')[0];
        Assert.Contains("TTK3113", (await browser.StepAsync($"/login/callback?error=odd&{state}")).Body, StringComparison.Ordinal);
        Assert.Contains("TTK3101", (await browser.StepAsync(callback)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "TTK3101")]
    [InlineData("state=", "TTK3101")]
    [InlineData("state=x", "TTK3101")]
    [InlineData("state={0}&state={0}", "TTK3114")]
    [InlineData("state=tgs_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "TTK3101")]
    [InlineData("state=tgu_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "TTK3101")]
    [InlineData("state={0}%00", "TTK3114")]
    [InlineData("state={0}&code=x&error=y", "TTK3114")]
    public async Task A_state_that_is_not_the_one_is_refused(string query, string errorId)
    {
        using var browser = world.NewBrowser();
        var callback = new Uri(await StartAsync(browser));
        var state = callback.Query.Split("state=")[1].Split('&')[0];
        var text = query.Replace("{0}", state, StringComparison.Ordinal);
        var answer = await browser.StepAsync($"/login/callback?{(text.Contains("error", StringComparison.Ordinal) ? "" : "code=abc&")}{text}");
        Assert.Equal(400, answer.Status);
        Assert.Contains(errorId, answer.Body, StringComparison.Ordinal);
        Assert.Null(browser.Cookie("tokgate-session"));
    }

    [Fact]
    public async Task A_callback_belongs_to_one_connection()
    {
        await using var two = await SignInWorld.StartAsync(connections: address => [SignInWorld.Connection(address), SignInWorld.Connection(address, "second", TikTokEmulator.SandboxClientKey)]);
        await two.TikTok.PutAsync($"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { platforms = new { desktop = new[] { "http://localhost:5081/login/callback/second" } } });
        using var browser = two.NewBrowser();
        var callback = (await browser.GoUntilAsync(SignInWorld.Authorize(("connection", "second")), address => address.AbsolutePath.StartsWith("/login/", StringComparison.Ordinal))).AbsoluteUri;
        Assert.Contains("/login/callback/second?", callback, StringComparison.Ordinal);
        Assert.Contains("TTK3101", (await browser.StepAsync(callback.Replace("/second", "", StringComparison.Ordinal))).Body, StringComparison.Ordinal);
        Assert.Contains("code", (await browser.GoAsync(SignInWorld.Authorize(("connection", "second")))).Query.Keys);

        // With two to choose from and nothing chosen, the person chooses.
        using var other = two.NewBrowser();
        var page = await other.GoAsync(SignInWorld.Authorize());
        Assert.Equal(200, page.Status);
        var choice = System.Text.RegularExpressions.Regex.Matches(page.Body, "href=\"([^\"]*)\" data-testid=\"continue-with-tiktok\"");
        Assert.Equal(2, choice.Count);
        Assert.Contains("code", (await other.GoAsync("/authorize" + System.Net.WebUtility.HtmlDecode(choice[0].Groups[1].Value))).Query.Keys);
    }

    [Fact]
    public async Task Rfc6749_Section_4_1_2_1_Who_says_no_goes_back_to_the_client()
    {
        using var browser = world.NewBrowser();
        await world.TikTok.DenyConsentAsync();
        var answer = await browser.GoAsync(SignInWorld.Authorize());
        await world.TikTok.ConsentAsync("creator_full");
        Assert.Equal("access_denied", answer.Query["error"]);
        Assert.Equal("s t/ä", answer.Query["state"]);
        Assert.Equal(Broker.Issuer, answer.Query["iss"]);
        Assert.DoesNotContain("code", answer.Query.Keys);
    }

    [Fact]
    public async Task Two_hundred_open_sign_ins_are_five_and_one_small_cookie()
    {
        using var browser = world.NewBrowser();
        var first = await StartAsync(browser);
        for (var index = 0; index < 199; index++)
        {
            world.Broker.Time.Advance(TimeSpan.FromMilliseconds(1));
            await browser.StepAsync(SignInWorld.Authorize());
        }

        Assert.True(browser.Cookies.GetCookieHeader(new Uri(Broker.Issuer)).Length < 200);
        Assert.Contains("TTK3101", (await browser.StepAsync(first)).Body, StringComparison.Ordinal);
        world.Broker.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(302, (await browser.StepAsync(await StartAsync(browser))).Status);
    }

    [Fact]
    public async Task TikToks_code_and_tokens_stay_out_of_every_address_and_out_of_the_database()
    {
        await using var database = await Database.OpenAsync("SQLite");
        await using var own = await SignInWorld.StartAsync(database: database.ConnectionString);
        using var browser = own.NewBrowser();
        var callback = await StartAsync(browser);
        var code = new Uri(callback).Query.Split("code=")[1].Split('&')[0];
        var answer = await browser.StepAsync(callback);
        Assert.DoesNotContain(code, answer.Headers["Location"], StringComparison.Ordinal);
        var bytes = string.Concat(Directory.EnumerateFiles(Path.GetDirectoryName(database.ConnectionString.Split('=')[1])!, "*.db*").Select(file => System.Text.Encoding.Latin1.GetString(ReadShared(file)))); // a full path
        foreach (var secret in (string[])[code, "act.", "rft.", answer.Query["code"], browser.Cookie("tokgate-session")!, browser.Cookie("tokgate-browser")!]) // signed in
        {
            Assert.DoesNotContain(secret, bytes, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Fifty_parallel_callbacks_with_one_state_make_one_session(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        await using var own = await SignInWorld.StartAsync(database: database.ConnectionString);
        using var browser = own.NewBrowser();
        var callback = await StartAsync(browser);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => browser.StepAsync(callback))));

        Assert.Single(answers, answer => answer.Status == 302);
        Assert.Equal(49, answers.Count(answer => answer.Status == 400));
        await using var context = database.Context();
        Assert.Single(context.Sessions.ToList());
        Assert.Single(context.Users.ToList());
        Assert.Single(context.Grants.ToList());
        Assert.Empty(context.PendingSignIns.ToList());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Twenty_browsers_of_one_new_person_make_one_user(string engine)
    {
        await using var database = await Database.OpenAsync(engine);
        await using var own = await SignInWorld.StartAsync(database: database.ConnectionString);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            using var browser = own.NewBrowser();
            return await browser.GoAsync(SignInWorld.Authorize());
        })));
        Assert.All(answers, answer => Assert.Contains("code", answer.Query.Keys));
        await using var context = database.Context();
        Assert.Single(context.Users.ToList());
        Assert.Single(context.Set<IdentityRow>().ToList());
        Assert.Equal(20, context.Sessions.Count());
    }

    [Fact]
    public async Task A_blocked_person_and_a_removed_client_come_back_to_our_page()
    {
        await using var own = await SignInWorld.StartAsync();
        using var browser = own.NewBrowser();
        var grant = await own.GrantOfAsync((await browser.GoAsync(SignInWorld.Authorize())).Query["code"]);
        Assert.True(await own.Broker.Get<Users.IUserStore>().SetStatusAsync(grant.UserId, Users.UserStatus.Blocked, CancellationToken.None));
        Assert.Equal("login_required", (await browser.GoAsync(SignInWorld.Authorize(("prompt", "none")))).Query["error"]);
        var blocked = await browser.GoAsync(SignInWorld.Authorize());
        Assert.Equal(403, blocked.Status);
        Assert.Contains("TTK3125", blocked.Body, StringComparison.Ordinal);

        var callback = await StartAsync(browser);
        await own.Broker.Get<IClientStore>().DeleteAsync(The.Web, CancellationToken.None);
        own.Broker.Get<ClientDirectory>().Forget(The.Web);
        Assert.Equal(400, (await browser.StepAsync(callback)).Status);
    }

    [Fact]
    public async Task An_outsider_of_a_sandbox_is_told_so()
    {
        await using var own = await SignInWorld.StartAsync(connections: address => [SignInWorld.Connection(address, clientKey: TikTokEmulator.SandboxClientKey)]);
        await own.TikTok.PutAsync("/_emulator/profile", new { sandbox_refusal_redirects = true });
        await own.TikTok.ConsentAsync("outsider");
        using var browser = own.NewBrowser();
        var answer = await browser.GoAsync(SignInWorld.Authorize());
        Assert.Equal(403, answer.Status);
        Assert.Contains("TTK3106", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_connection_the_page_says_so()
    {
        await using var broker = await Broker.StartAsync(SignInWorld.SignInClients);
        using var browser = new Browser(broker);
        var answer = await browser.GoAsync(SignInWorld.Authorize());
        Assert.Equal(503, answer.Status);
        Assert.Contains("TTK3123", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de-CH", "de", "ltr", "Auf dieser Website ist ein Fehler aufgetreten")]
    [InlineData("ja", "ja", "ltr", null)]
    [InlineData("ar", "ar", "rtl", null)]
    public async Task What_breaks_is_told_in_the_person_s_language_without_its_cause(string wish, string language, string direction, string? title)
    {
        await using var own = await SignInWorld.StartAsync();
        await own.Broker.Get<IWriteDoor>().WriteAsync(context => context.Database.ExecuteSqlRawAsync("drop table pending_sign_ins"), CancellationToken.None);
        using var request = new HttpRequestMessage(HttpMethod.Get, SignInWorld.Authorize());
        request.Headers.AcceptLanguage.ParseAdd(wish);
        var answer = await Answer.OfAsync(await own.Broker.Http.SendAsync(request));
        Assert.Equal(500, answer.Status);
        Assert.Contains($"<html lang=\"{language}\" dir=\"{direction}\">", answer.Body, StringComparison.Ordinal);
        Assert.Equal(title ?? answer.Text("error-title"), answer.Text("error-title"));
        Assert.NotEmpty(answer.Text("error-reference"));
        Assert.DoesNotContain("pending_sign_ins", answer.Body, StringComparison.Ordinal);
    }

    private static async Task<string> StartAsync(Browser browser, params (string Name, string? Value)[] changes) =>
        (await browser.GoUntilAsync(SignInWorld.Authorize(changes), address => address.AbsolutePath.StartsWith("/login/", StringComparison.Ordinal))).AbsoluteUri;

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
