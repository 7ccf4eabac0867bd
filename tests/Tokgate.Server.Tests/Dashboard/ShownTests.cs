using Tokgate.Server.Dashboard;

namespace Tokgate.Server.Tests.Dashboard;

public sealed class ShownTests
{
    [Theory]
    [InlineData("Camille Full", "Camille Full")]
    [InlineData("  two \t\n words  ", "two words")]
    [InlineData("admin\u202Enimda", "adminnimda")] // right-to-left override
    [InlineData("\u2066isolate\u2069 \u200Fmark\u200E", "isolate mark")]
    [InlineData("ze\u200Bro\u200Dwi\u2060dth\uFEFF", "zerowidth")]
    [InlineData("soft\u00ADhyphen", "softhyphen")]
    [InlineData("a\u2028b\u2029c\u0085d", "a b c d")]
    [InlineData("bell\u0007 escape\u001B[31m null\0", "bell escape[31m null")]
    [InlineData("\u3164\u115F\u2800", "")] // letters that draw nothing
    [InlineData("\U000E0041\U000E0042tag", "tag")]
    [InlineData("Z\u0300\u0301\u0302\u0303\u0304algo", "Z\u0300\u0301algo")] // marks that climb over other lines
    [InlineData("شيماء", "شيماء")]
    [InlineData("日本語 🌱", "日本語 🌱")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")] // text is the page's to encode
    [InlineData(null, "")]
    public void T_24_What_turns_or_hides_other_text_is_not_shown(string? text, string shown) => Assert.Equal(shown, Shown.Text(text));

    [Fact]
    public void T_24_A_long_name_is_cut_between_letters()
    {
        Assert.Equal(new string('a', 60), Shown.Text(new string('a', 60)));
        Assert.Equal(new string('a', 60) + "…", Shown.Text(new string('a', 4_000)));
        Assert.Equal(string.Concat(Enumerable.Repeat("🌱", 5)) + "…", Shown.Text(string.Concat(Enumerable.Repeat("🌱", 9)), 5));
        Assert.Equal("\uFFFDhalf", Shown.Text("\uD800half"));
        Assert.Equal("(no name)", Shown.Name("\u202E\u200B "));
    }

    [Theory]
    [InlineData("Camille Full", "CF")]
    [InlineData("one", "O")]
    [InlineData("日本 語", "日語")]
    [InlineData("!!! ???", "?")]
    [InlineData("\u202Ex y z", "XY")]
    [InlineData(null, "?")]
    public void Initials_stand_for_a_person(string? name, string initials) => Assert.Equal(initials, Shown.Initials(name));

    [Theory]
    [InlineData("a callback", "A callback")]
    [InlineData("", "")]
    public void A_sentence_begins_with_a_capital(string text, string sentence) => Assert.Equal(sentence, Shown.Sentence(text));

    [Theory]
    [InlineData("Set `Tokgate__Issuer`, as [the guide](../guides/x.md) says.", "Set Tokgate__Issuer, as the guide says.")]
    [InlineData("**Not** [a link", "Not [a link")]
    public void Documentation_is_shown_without_its_marks(string markdown, string plain) => Assert.Equal(plain, Shown.Plain(markdown));
}
