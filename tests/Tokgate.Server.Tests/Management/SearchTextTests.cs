using Tokgate.Server.Management.People;
using Tokgate.Server.Management.Search;
using Tokgate.Server.Management.Trail;
using Tokgate.Server.Users;

namespace Tokgate.Server.Tests.Management;

public sealed class SearchTextTests
{
    [Fact]
    public void Terms_are_read_with_quotes_beginnings_and_Auth0s_names()
    {
        Assert.Null(SearchText.Read("""name:"Zoë \"the\" first" AND nickname:zo* AND identities.connection:tiktok AND user_id:tiktok|abc.d-e_f""", PersonQuery.Fields, null, out var terms));
        Assert.Equal(
            [("name", "Zoë \"the\" first", false), ("username", "zo", true), ("connection", "tiktok", false), ("user_id", "tiktok|abc.d-e_f", false)],
            terms.Select(term => (term.Field, term.Value, term.IsPrefix)));
    }

    [Fact]
    public void A_range_of_days_has_both_its_ends()
    {
        Assert.Null(SearchText.Read("date:[2026-11-01 TO 2026-11-02] AND type:s", LogQuery.Fields, LogQuery.Date, out var terms));
        Assert.Equal((new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 3, 0, 0, 0, TimeSpan.Zero)), (terms[0].From, terms[0].Until));
        Assert.Null(SearchText.Read("date:[2026-11-01T10:00:00Z TO *]", LogQuery.Fields, LogQuery.Date, out terms));
        Assert.Equal((new DateTimeOffset(2026, 11, 1, 10, 0, 0, TimeSpan.Zero), null), (terms[0].From, terms[0].Until));
    }

    [Theory]
    [InlineData("name:a OR name:b", "AND")]
    [InlineData("name:a name:b", "AND")]
    [InlineData("NOT name:a", "field:value")]
    [InlineData("name:a AND", "AND")]
    [InlineData("name:a AND ", "AND")]
    [InlineData("(name:a)", "field:value")]
    [InlineData("name:(a b)", "quotes")]
    [InlineData("name:\"a", "close")]
    [InlineData("name:\"a\"b", "closing quote")]
    [InlineData("name:*", "empty")]
    [InlineData("name:\"\"", "empty")]
    [InlineData("name:", "without a value")]
    [InlineData("name:a*b", "end")]
    [InlineData("name:a?", "quotes")]
    [InlineData("password:a", "not known here")]
    [InlineData("name:[a TO b]", "quotes")]
    [InlineData("name:\"a\u0000\"", "control")]
    [InlineData("zoe", "field:value")]
    [InlineData("   ", "nothing")]
    [InlineData("name:a' or 1=1 --", "AND")]
    public void What_is_no_such_search_is_refused_with_its_place(string text, string expected)
    {
        var fault = SearchText.Read(text, PersonQuery.Fields, null, out _);
        Assert.NotNull(fault);
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date:2026-11-01")]
    [InlineData("date:[2026-11-01]")]
    [InlineData("date:[a TO b]")]
    [InlineData("date:[2026-11-01 TO 2026-11-02")]
    [InlineData("date:[-1 TO 2]")]
    public void A_range_that_is_none_is_refused(string text) => Assert.Contains("range", SearchText.Read(text, LogQuery.Fields, LogQuery.Date, out _)!, StringComparison.Ordinal); // there must be a fault

    [Theory]
    [InlineData("Zoë ÀÉ", "zoe ae")]
    [InlineData("ＦＵＬＬ Ⅳ", "full iv")]
    [InlineData("  Ann  ", "ann")]
    [InlineData("がく", "か\u3099く")]
    [InlineData("\u0301", "")]
    [InlineData(null, "")]
    public void Names_are_folded_so_that_they_are_found_as_they_are_typed(string? name, string expected) => Assert.Equal(expected, SearchKey.Of(name));

    [Fact]
    public void What_is_no_text_does_not_get_into_a_key() => Assert.Equal("ab\ufffd", SearchKey.Of("a\u0000b\ud800"));

    [Fact]
    public void A_key_is_never_longer_than_its_column_is_searched_for_and_never_half_a_character()
    {
        var key = SearchKey.Of(string.Concat(Enumerable.Repeat("𝄞", 200)));
        Assert.Equal(SearchKey.MaxLength, key.Length);
        Assert.False(char.IsHighSurrogate(key[^1]));
    }
}
