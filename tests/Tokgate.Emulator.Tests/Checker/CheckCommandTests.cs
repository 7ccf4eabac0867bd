using Tokgate.Emulator.Checker;
using Tokgate.TestKit;

namespace Tokgate.Emulator.Tests.Checker;

/// <summary>The command line and the page, which say the same as the JSON.</summary>
public sealed class CheckCommandTests(CheckedEmulator emulator) : IClassFixture<CheckedEmulator>
{
    [Fact]
    public async Task Nothing_checked_is_exit_code_1()
    {
        var client = await emulator.ClientAsync();

        var (code, output, _) = await RunAsync(client.TikTok.BaseAddress.AbsoluteUri);

        Assert.Equal(1, code);
        Assert.StartsWith("Nothing was checked", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "error", 0)]
    [InlineData(null, "note", 0)]
    [InlineData("note", "error", 0)]
    [InlineData("note", "warning", 0)]
    [InlineData("note", "note", 1)]
    [InlineData("warning", "error", 0)]
    [InlineData("warning", "warning", 1)]
    [InlineData("error", "error", 1)]
    [InlineData("error", "note", 1)]
    public async Task The_exit_code_says_whether_something_is_as_bad(string? broken, string failOn, int expected)
    {
        var client = await emulator.ClientAsync();
        await client.AuthorizeAsync(broken switch { "note" => [("client_id", CheckedClient.Key)], "warning" => [("state", "xyz")], "error" => [("state", null)], _ => [] });

        var (code, output, errors) = await RunAsync(client.TikTok.BaseAddress.AbsoluteUri, "--fail-on", failOn);

        Assert.Equal((expected, ""), (code, errors));
        Assert.Contains(broken switch { "note" => "client-id-beside-client-key", "warning" => "state-short", "error" => "state-missing", _ => "No deviation in 1 request." }, output, StringComparison.Ordinal);
        Assert.Contains("Did not come, so nothing is known about: token (code)", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--fail-on")]
    [InlineData("--fail-on", "fatal")]
    [InlineData("localhost")]
    [InlineData("http://localhost:1", "http://localhost:2")]
    [InlineData("--verbose")]
    public async Task An_argument_that_is_not_understood_is_exit_code_2(params string[] args)
    {
        var (code, _, errors) = await RunAsync(args);

        Assert.Equal(2, code);
        Assert.StartsWith("TTK4041: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_emulator_that_does_not_answer_is_exit_code_2()
    {
        var (code, output, errors) = await RunAsync($"http://127.0.0.1:{FreePort.Next()}");

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("TTK4040: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_what_was_found_safely_and_its_button_begins_anew()
    {
        var client = await emulator.ClientAsync();
        await client.AuthorizeAsync(("scope", "<script>alert(1)</script> user.info.basic"), ("client_secret", TikTokEmulator.ClientSecret));

        var page = await PageAsync(client);
        using var cleared = await client.Peer.Browser.PostAsync("/_emulator/check", new FormUrlEncodedContent([KeyValuePair.Create("action", "clear")]));

        Assert.Contains("data-testid=\"deviation-space-joined-scopes\"", page, StringComparison.Ordinal);
        Assert.Contains("data-testid=\"deviation-secret-at-authorize\"", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain(client.Secrets, secret => page.Contains(secret, StringComparison.Ordinal));
        Assert.Equal((303, "/_emulator/check"), ((int)cleared.StatusCode, cleared.Headers.Location!.OriginalString));
        Assert.Contains("nothing checked", await PageAsync(client), StringComparison.Ordinal);
    }

    private static async Task<string> PageAsync(CheckedClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_emulator/check");
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await client.Peer.Browser.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await CheckCommand.RunAsync(args, new Uri("http://localhost:5082"), output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
