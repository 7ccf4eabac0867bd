namespace Tokgate.TikTok.Tests;

public sealed class TikTokScopesTests
{
    [Theory]
    [InlineData("user.info.basic,video.list", "user.info.basic,video.list")]
    [InlineData(" user.info.basic , video.list,", "user.info.basic,video.list")]
    [InlineData("b,a,b", "b,a")]
    [InlineData("", "")]
    public void A_comma_list_is_read_in_order(string list, string written) => Assert.Equal(written, TikTokScopes.Parse(list).ToString());

    [Theory]
    [InlineData("user.info.basic video.list")]
    [InlineData("user.info.basic\u0000")]
    [InlineData("a\tb")]
    public void A_space_joined_list_is_refused_as_TikTok_would(string list) => Assert.Throws<ArgumentException>(() => TikTokScopes.Parse(list));

    [Theory]
    [InlineData("a,b")]
    [InlineData("a b")]
    [InlineData("")]
    public void A_name_holds_no_separator(string name) => Assert.Throws<ArgumentException>(() => TikTokScopes.Of(name));

    [Fact]
    public void Sets_are_equal_in_any_order_because_TikTok_changes_it()
    {
        Assert.Equal(TikTokScopes.Parse("a,b"), TikTokScopes.Parse("b,a"));
        Assert.Equal(TikTokScopes.Parse("a,b").GetHashCode(), TikTokScopes.Parse("b,a").GetHashCode());
        Assert.False(TikTokScopes.Parse("a,b").Equals(TikTokScopes.Parse("a")));
    }

    [Fact]
    public void What_the_user_refused_is_asked_except_granted() =>
        Assert.Equal("c", TikTokScopes.Parse("a,b,c").Except(TikTokScopes.Parse("b,a")).ToString());

    [Fact]
    public void What_TikTok_grants_is_read_even_when_joined_by_spaces() => Assert.Equal("a,b", TikTokScopes.FromWire(" a b ").ToString());

    [Fact]
    public void Every_scope_name_is_a_scope() =>
        Assert.All(
            typeof(TikTokScopeNames).GetFields().Select(field => (string)field.GetRawConstantValue()!), // All fields there are strings.
            name => Assert.Single(TikTokScopes.Parse(name)));
}
