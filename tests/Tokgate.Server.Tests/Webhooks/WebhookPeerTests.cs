using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Logout;
using Tokgate.Server.Webhooks;

namespace Tokgate.Server.Tests.Webhooks;

/// <summary>What receivers do with what we send: a library of others, and the code in our own documentation.</summary>
public sealed class WebhookPeerTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    private const string NodeDriver = "\nimport { text } from 'node:stream/consumers';\nconst { secret, now, messages } = JSON.parse(await text(process.stdin));\n"
        + "console.log(JSON.stringify(messages.map((one) => verify(one.headers, Buffer.from(one.body), secret, now / 1000))));\n";

    private const string PythonDriver = "\nimport json, sys\ngiven = json.load(sys.stdin)\n"
        + "print(json.dumps([verify(one['headers'], one['body'].encode(), given['secret'], given['now'] / 1000) for one in given['messages']]))\n";

    private static readonly bool[] Taken = [true, false, false, false, false, false, false, false];

    private WebhookWorld World => fixture.World("SQLite");

    [Fact]
    public async Task A_library_of_Standard_Webhooks_takes_what_we_send_and_nothing_else()
    {
        var messages = await MessagesAsync();
        foreach (var (secret, taken) in Secrets())
        {
            using var process = Peers.Start("verify-webhooks.mjs", "standardwebhooks");
            Assert.Equal(taken, await SayAsync(process, secret, messages));
        }
    }

    [Theory]
    [InlineData("js", "check.mjs", "node")]
    [InlineData("python", "check.py", "python3")]
    public async Task The_code_of_the_documentation_says_the_same(string language, string file, string program)
    {
        var messages = await MessagesAsync();
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory[file], Assert.Single(WebhookDocument.Blocks(language)) + (language == "js" ? NodeDriver : PythonDriver));
        foreach (var (secret, taken) in Secrets())
        {
            using var process = Process.Start(new ProcessStartInfo(program, [directory[file]]) { RedirectStandardInput = true, RedirectStandardOutput = true })
                ?? throw new InvalidOperationException($"{program} did not start.");
            Assert.Equal(taken, await SayAsync(process, secret, messages));
        }
    }

    [Fact]
    public async Task And_so_does_the_code_in_CSharp()
    {
        var messages = await MessagesAsync();
        foreach (var (secret, taken) in Secrets())
        {
            Assert.Equal(taken, messages.Select(message => SignatureCheck.Verify(
                message.Headers["webhook-id"], message.Headers["webhook-timestamp"], message.Headers["webhook-signature"], Encoding.UTF8.GetBytes(message.Body), secret, World.Broker.Time.GetUtcNow())));
        }

        var source = await File.ReadAllTextAsync(Path.Combine(WebhookDocument.Root, "tests", "Tokgate.Server.Tests", "Webhooks", "SignatureCheck.cs"));
        var lines = source.Split('\n').Select(line => line.StartsWith("    ", StringComparison.Ordinal) ? line[4..] : line);
        Assert.Contains(Assert.Single(WebhookDocument.Blocks("csharp")), string.Join('\n', lines), StringComparison.Ordinal);
    }

    // Two keys sign, as during a rotation: with either the true message is taken, with a third nothing.
    private static IEnumerable<(string Secret, bool[] Taken)> Secrets() =>
        [(WebhookWorld.Key, Taken), (WebhookWorld.FormerKey, Taken), ("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", new bool[Taken.Length])];

    private static async Task<bool[]> SayAsync(Process process, string secret, IReadOnlyList<Sent> messages)
    {
        var now = new ManualTime().GetUtcNow().ToUnixTimeMilliseconds();
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new { secret, now, messages = messages.Select(message => new { headers = message.Headers, body = message.Body }) }));
        process.StandardInput.Close();
        var said = await process.StandardOutput.ReadLineAsync().WaitAsync(Peers.Patience) ?? throw new InvalidOperationException(Peers.Missing);
        using var limit = new CancellationTokenSource(Peers.Patience);
        await process.WaitForExitAsync(limit.Token);
        return JsonSerializer.Deserialize<bool[]>(said)!; // an array, or the parser throws
    }

    // One as it was sent, and seven that somebody has changed.
    private async Task<IReadOnlyList<Sent>> MessagesAsync()
    {
        using var person = await SignedIn.StartAsync(World.World);
        var user = Broker.PayloadOf(person.IdToken).GetProperty("sub").GetString();
        var message = await World.Sink.NextAsync(WebhookWorld.Everything, one => one.Type == WebhookTypes.UserSignedIn && one.Of("user_id") == user);
        var headers = message.Headers.Where(header => header.Key.StartsWith("webhook-", StringComparison.Ordinal)).ToDictionary();
        var timestamp = long.Parse(headers["webhook-timestamp"], CultureInfo.InvariantCulture);
        return
        [
            new(headers, message.Body), new(headers, message.Body + " "), new(headers, message.Body.Replace("user.signed_in", "user.signed_on", StringComparison.Ordinal)),
            new(With("webhook-id", message.Id + "x"), message.Body), new(With("webhook-timestamp", $"{timestamp + 1}"), message.Body), new(With("webhook-timestamp", $"{timestamp - 600}"), message.Body),
            new(With("webhook-signature", headers["webhook-signature"].Replace("v1,", "v2,", StringComparison.Ordinal)), message.Body), new(With("webhook-signature", "v1,"), message.Body),
        ];

        Dictionary<string, string> With(string name, string value) => new(headers) { [name] = value };
    }

    private sealed record Sent(Dictionary<string, string> Headers, string Body);
}
