using Tokgate.Emulator.Checker;

namespace Tokgate.Emulator.Tests.Checker;

/// <summary>Each rule by a client that breaks it, through the emulator's own door.</summary>
public sealed class RuleTests(CheckedEmulator emulator) : IClassFixture<CheckedEmulator>
{
    private static readonly Dictionary<string, Func<CheckedClient, Task>> Scenarios =
        new(SignInScenarios.All.Concat(TokenScenarios.All).Concat(ApiScenarios.All), StringComparer.Ordinal);

    public static TheoryData<string> Ids => [.. Scenarios.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_client_that_departs_is_told_by_name(string id)
    {
        var client = await emulator.ClientAsync();

        await Scenarios[id](client);

        var check = client.TikTok.Check();
        Assert.True(check.Deviations.Any(deviation => deviation.Id == id), check.ToString());
        Assert.Empty(check.BrokenRules);
        Assert.NotEqual(TikTokEmulatorVerdict.NothingChecked, check.Verdict);
        var json = await client.TikTok.Control.GetStringAsync("/_emulator/check.json");
        Assert.DoesNotContain(client.Secrets, secret => json.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_has_a_client_that_breaks_it() => Assert.Equal(
        RuleBook.All.Select(rule => rule.Id).Order(StringComparer.Ordinal), Scenarios.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_rule_says_what_why_and_how_to_mend_it_in_sentences() => Assert.All(RuleBook.All, rule =>
    {
        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", rule.Id);
        Assert.All([rule.Title, rule.Why, rule.Mend], text => Assert.Matches(@"^[A-Za-z].+[.}]$", text));
        Assert.Equal("https", rule.Source.Scheme);
    });
}
