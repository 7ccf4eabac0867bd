using System.Reflection;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Tests.Pages;

public sealed class TextCatalogueTests
{
    private static readonly TextCatalogue Texts = new();

    [Fact]
    public void Every_language_says_everything()
    {
        foreach (var language in Texts.All)
        {
            Assert.Equal(Texts.English.Words.Keys.Order(), language.Words.Keys.Order());
            Assert.Equal(Texts.English.Problems.Keys.Order(), language.Problems.Keys.Order());
            Assert.All(language.Words.Values, Assert.NotEmpty);
            Assert.All(language.Problems.Values, problem => Assert.True(problem.Title.Length > 0 && problem.Advice.Length > 0));
        }
    }

    [Fact]
    public void Every_failure_that_people_are_told_has_its_words()
    {
        // Wrong settings, schemas and backups are told to the operator at the start, deliveries that fail in the log, webhooks come from programs, the management API speaks to them, and trials are told at the dashboard.
        string[] toPrograms = ["LastOwner", "ConnectionHasGrants", "ConnectionDeclared", "UpstreamAddressForeign", "ProfileScriptRefused", "QrCodeNotOffered", "ConsentOnPageNeeded", "HandOverRefused", "SignInAbandoned", "UpstreamOnThisMachine"];
        var told = typeof(ErrorIds).GetFields(BindingFlags.Static | BindingFlags.Public).Where(field => !field.Name.EndsWith("Invalid", StringComparison.Ordinal) && !field.Name.StartsWith("Delivery", StringComparison.Ordinal)
            && !field.Name.StartsWith("TikTok", StringComparison.Ordinal) && !field.Name.StartsWith("TokenRead", StringComparison.Ordinal)
            && !field.Name.StartsWith("Webhook", StringComparison.Ordinal) && !field.Name.StartsWith("Backup", StringComparison.Ordinal) && !field.Name.StartsWith("Restore", StringComparison.Ordinal)
            && !field.Name.StartsWith("Schema", StringComparison.Ordinal) && !field.Name.StartsWith("Trial", StringComparison.Ordinal) && !toPrograms.Contains(field.Name)).Select(field => (string)field.GetRawConstantValue()!).Where(id => string.CompareOrdinal(id, "TTK3100") > 0); // constants
        Assert.Equal(told.Order(), Texts.English.Problems.Keys.Order());
    }

    [Theory]
    [InlineData(null, null, "en")]
    [InlineData("", "", "en")]
    [InlineData("se xx", null, "en")]
    [InlineData("de-AT en", "ja", "de")]
    [InlineData("xx ja", null, "ja")]
    [InlineData(null, "fr;q=1, ar-EG;q=0.9, en", "ar")]
    [InlineData("<script>", "\"", "en")]
    public void The_client_s_wish_comes_before_the_browser_s(string? uiLocales, string? acceptLanguage, string tag) => Assert.Equal(tag, Texts.Choose(uiLocales, acceptLanguage).Tag);
}
