using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tokgate.Emulator.Tests.Douyin;

/// <summary>Douyin's page, numbers and book-keeping, as a peer sees them that knows nothing of our client.</summary>
public sealed partial class DouyinTests
{
    private const string Callback = "http://localhost:5080/signin-douyin";

    [Theory]
    [InlineData("client_key", null, "10005", "client_key")]
    [InlineData("client_key", "nobody", "10003", "client_key")]
    [InlineData("client_key", "sbawplayground00001", "10003", "client_key")]
    [InlineData("response_type", "token", "10002", "response_type")]
    [InlineData("redirect_uri", null, "10005", "redirect_uri")]
    [InlineData("redirect_uri", "http://localhost:5080/other", "10006", "redirect_uri")]
    [InlineData("redirect_uri", "http://localhost:5080/signin-douyin?a=1", "10006", "redirect_uri")]
    [InlineData("scope", null, "10005", "scope")]
    [InlineData("scope", "user_info friend_relation", "10004", "scope")]
    [InlineData("scope", "user_info,renew_refresh_token", "10004", "scope")]
    [InlineData("optionalScope", "friend_relation", "10002", "optionalScope")]
    [InlineData("optionalScope", "friend_relation,yes", "10002", "optionalScope")]
    [InlineData("optionalScope", "message,1", "10004", "scope")]
    public async Task A_fault_of_the_request_stays_on_Douyins_page_with_its_number(string name, string? value, string number, string parameter)
    {
        await using var peer = await TikTokPeer.StartAsync();

        using var response = await peer.Browser.GetAsync(Address((name, value)));

        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains($"data-testid=\"error\">{number}<", page, StringComparison.Ordinal);
        Assert.Contains($"data-testid=\"error-type\">{parameter}<", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_follows_a_hash_is_not_compared_and_comes_back_behind_the_answer()
    {
        await using var peer = await TikTokPeer.StartAsync();

        using var response = await peer.Browser.GetAsync(Address(("redirect_uri", Callback + "#part")));

        Assert.Matches("^" + Regex.Escape(Callback) + @"\?code=[^&#]+&state=s&scopes=user_info#part$", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_person_ticks_what_is_optional_on_a_page_in_two_languages_and_answers_once()
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);
        var first = await peer.Browser.GetStringAsync(Address(("optionalScope", "friend_relation,1")));
        var handle = Handle().Match(first).Groups["handle"].Value;
        using var chosen = await PostAsync(peer, ("handle", handle), ("person", "creator_full"));
        var page = await peer.Browser.GetStringAsync(chosen.Headers.Location);
        Assert.Contains("申请使用你的抖音账号", page, StringComparison.Ordinal);
        Assert.Contains("wants to access your Douyin account", page, StringComparison.Ordinal);
        Assert.Matches("""data-testid="scope-user_info" checked disabled>""", page);
        Assert.Matches("""data-testid="scope-friend_relation" checked>""", page);

        using var answered = await PostAsync(peer, ("handle", handle), ("action", "authorize"));
        Assert.Equal("user_info", TikTokPeer.Parameter(answered.Headers.Location!, "scopes"));
        using var again = await PostAsync(peer, ("handle", handle), ("action", "authorize"));
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Fact]
    public async Task Another_browser_cannot_answer()
    {
        await using var peer = await TikTokPeer.StartAsync(person: null);
        var handle = Handle().Match(await peer.Browser.GetStringAsync(Address())).Groups["handle"].Value;
        using var other = new HttpClient { BaseAddress = peer.TikTok.BaseAddress };

        using var answered = await other.PostAsync("/_emulator/douyin/authorize", new FormUrlEncodedContent([new("handle", handle), new("person", "creator_full")]));

        Assert.Equal(HttpStatusCode.BadRequest, answered.StatusCode);
    }

    [Fact]
    public async Task Renewals_tokens_and_the_app_survive_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("tokgate-douyin-").FullName;
        try
        {
            var options = new TikTokEmulatorOptions { StateFile = Path.Combine(folder, "state.json") };
            string refresh;
            await using (var first = await TikTokPeer.StartAsync(options))
            {
                refresh = (await SignInAsync(first)).GetProperty("refresh_token").GetString()!; // an answer without it would fail the test
                for (var i = 0; i < 4; i++)
                {
                    refresh = (await RenewAsync(first, refresh)).GetProperty("refresh_token").GetString()!; // as above
                }
            }

            await using var second = await TikTokPeer.StartAsync(options, person: null);
            var fifth = await RenewAsync(second, refresh);
            Assert.Equal("2592000", fifth.GetProperty("expires_in").GetString());
            Assert.Equal(10020, (await RenewAsync(second, fifth.GetProperty("refresh_token").GetString()!)).GetProperty("error_code").GetInt32()); // as above
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_new_client_token_leaves_the_former_five_minutes_and_ends_older_ones()
    {
        var folder = Directory.CreateTempSubdirectory("tokgate-douyin-").FullName;
        try
        {
            var file = Path.Combine(folder, "state.json");
            var tokens = new List<string>();
            await using (var peer = await TikTokPeer.StartAsync(new TikTokEmulatorOptions { StateFile = file }))
            {
                for (var i = 0; i < 3; i++)
                {
                    var reply = await ClientTokenAsync(peer);
                    Assert.Equal(7_200, reply.GetProperty("expires_in").GetInt64());
                    tokens.Add(reply.GetProperty("access_token").GetString()!); // as above
                }
            }

            var kept = JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement.GetProperty("access_tokens").EnumerateArray()
                .ToDictionary(token => token.GetProperty("value").GetString()!, token => token.GetProperty("expires_at_milliseconds").GetInt64()); // as above
            Assert.Equal(tokens.Skip(1).Order(), kept.Keys.Order());
            Assert.InRange(kept[tokens[2]] - kept[tokens[1]], 6_900_000 - 60_000, 6_900_000 + 60_000);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Faults_strike_and_no_secret_stands_in_the_log_of_requests()
    {
        await using var peer = await TikTokPeer.StartAsync();
        await peer.TikTok.PostAsync("/_emulator/faults", new { endpoint = "douyin_client_token", kind = "rate_limit" });

        Assert.Equal(10020, (await ClientTokenAsync(peer)).GetProperty("error_code").GetInt32());
        Assert.StartsWith("clt.", (await ClientTokenAsync(peer)).GetProperty("access_token").GetString(), StringComparison.Ordinal);

        var log = (await peer.TikTok.ReadRequestsAsync()).GetRawText();
        Assert.Contains("/oauth/client_token/", log, StringComparison.Ordinal);
        Assert.DoesNotContain(TikTokEmulator.ClientSecret, log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", """{"client_key":"dy1","client_secret":"s","service":"douyin","scopes":["user.info.basic"]}""", "$.scopes")]
    [InlineData("POST", """{"client_key":"dy1","client_secret":"s","service":"kuaishou"}""", "$.service")]
    [InlineData("POST", """{"client_key":"dy1","client_secret":"s","scopes":["user_info"]}""", "$.scopes")]
    [InlineData("POST", """{"client_key":"dy1","client_secret":"s","service":"douyin","webhook_url":"http://localhost:5081/"}""", "$.webhook_url")]
    public async Task An_app_has_the_scopes_of_its_service(string method, string body, string where)
    {
        await using var peer = await TikTokPeer.StartAsync();

        var reply = await peer.ControlAsync(new HttpMethod(method), "/_emulator/apps", body);

        Assert.Equal(400, reply.Status);
        Assert.Contains(where, reply.Text, StringComparison.Ordinal);
    }

    private static string Address(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_key"] = TikTokEmulator.DouyinClientKey,
            ["response_type"] = "code",
            ["scope"] = "user_info",
            ["redirect_uri"] = Callback,
            ["state"] = "s",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return "/platform/oauth/connect/?" + TikTokPeer.Query(parameters);
    }

    private static Task<HttpResponseMessage> PostAsync(TikTokPeer peer, params (string Name, string Value)[] fields) =>
        peer.Browser.PostAsync("/_emulator/douyin/authorize", new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    private static async Task<JsonElement> SignInAsync(TikTokPeer peer)
    {
        using var response = await peer.Browser.GetAsync(Address());
        var reply = await peer.PostAsync(
            "/oauth/access_token/",
            ("client_key", TikTokEmulator.DouyinClientKey),
            ("client_secret", TikTokEmulator.ClientSecret),
            ("code", TikTokPeer.Parameter(response.Headers.Location!, "code")), // a page would fail the test
            ("grant_type", "authorization_code"));
        return reply.Json.GetProperty("data");
    }

    private static async Task<JsonElement> RenewAsync(TikTokPeer peer, string refreshToken) => (await peer.PostAsync(
        "/oauth/renew_refresh_token/", ("client_key", TikTokEmulator.DouyinClientKey), ("refresh_token", refreshToken))).Json.GetProperty("data");

    private static async Task<JsonElement> ClientTokenAsync(TikTokPeer peer)
    {
        using var content = new StringContent(
            JsonSerializer.Serialize(new { client_key = TikTokEmulator.DouyinClientKey, client_secret = TikTokEmulator.ClientSecret, grant_type = "client_credential" }), Encoding.UTF8, "application/json");
        using var response = await peer.Browser.PostAsync("/oauth/client_token/", content);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("data");
    }

    [GeneratedRegex("name=\"handle\" value=\"(?<handle>[^\"]+)\"")]
    private static partial Regex Handle();
}
