using System.Text.RegularExpressions;

namespace Tokgate.Emulator.Tests.Control;

/// <summary>Every call of the control API that a page tells people to make, made as it stands there.</summary>
public sealed class DocumentedCallTests
{
    private static readonly Regex Curl = new(@"^curl (?:-s )?(?:-X (?<method>\w+) )?http://localhost:5082(?<path>/_emulator/\S+)(?: -H 'Content-Type: application/json' -d '(?<body>[^']*)')?\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture);

    [Fact]
    public async Task Every_call_of_the_pages_does_what_it_says()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Root(), "docs"), "*.md", SearchOption.AllDirectories).Where(page => !Regex.IsMatch(page, "/(?:obj|dist|node_modules)/")).ToDictionary(page => page, File.ReadAllText);
        var calls = pages.SelectMany(page => Curl.Matches(page.Value).Select(call => (Page: Path.GetFileName(page.Key), Call: call))).DistinctBy(one => one.Call.Value).ToList();
        Assert.Equal(pages.Values.Sum(text => Regex.Count(text, @"^curl .*localhost:5082/_emulator/", RegexOptions.Multiline)), pages.Values.Sum(text => Curl.Count(text))); // none is passed over
        Assert.InRange(calls.Count, 10, 100);
        await using var peer = await TikTokPeer.StartAsync();
        foreach (var (page, call) in calls)
        {
            var method = call.Groups["method"] is { Success: true } said ? said.Value : "GET";
            var reply = await peer.ControlAsync(new HttpMethod(method), call.Groups["path"].Value, call.Groups["body"] is { Success: true } body ? body.Value : null);
            Assert.True(reply.Status is 200 or 201 or 204, $"{page}: {call.Value} was answered with {reply.Status}");
        }
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Tokgate.slnx")))
        {
            directory = directory.Parent;
        }

        return directory!.FullName; // tests run inside the repository
    }
}
