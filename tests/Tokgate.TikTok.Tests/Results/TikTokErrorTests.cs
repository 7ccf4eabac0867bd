namespace Tokgate.TikTok.Tests;

public sealed class TikTokErrorTests
{
    [Theory]
    [InlineData("bad token act.abcDEF!1234.va given", "bad token *** given")]
    [InlineData("RFT.abc and clt.xyz!1", "*** and ***")]
    [InlineData("two\r\nlines\u0000", "two  lines")]
    [InlineData("turned \u202Earound", "turned  around")]
    [InlineData("contract.signed", "contract.signed")]
    [InlineData("   ", null)]
    public void A_description_is_fit_for_a_log(string sent, string? shown) => Assert.Equal(shown, Error("invalid_request", sent).Description);

    [Fact]
    public void A_description_is_capped_without_cutting_a_character()
    {
        var description = Error("invalid_request", string.Concat(Enumerable.Repeat("😀", 5000))).Description;

        Assert.Equal(500, description?.Length);
        Assert.DoesNotContain('\uFFFD', description!); // Its length was just asserted.
    }

    [Fact]
    public void A_token_at_the_cap_is_not_left_in_halves() =>
        Assert.DoesNotContain("act.", Error("x", new string('a', 490) + " act.secretsecretsecret").Description!, StringComparison.Ordinal);

    [Fact]
    public void Only_endpoint_code_and_log_id_are_printed()
    {
        var error = new TikTokError { Code = "invalid_grant", Endpoint = TikTokEndpoint.Refresh, Description = "private", LogId = "L1" };

        Assert.Equal("Refresh: invalid_grant (log_id L1)", error.ToString());
    }

    [Theory]
    [InlineData("invalid_grant", null, true, false)]
    [InlineData("invalid_client", null, false, true)]
    [InlineData("unauthorized_client", "client_key", false, true)]
    [InlineData("invalid_request", "redirect_uri", false, true)]
    [InlineData("invalid_scope", "scope", false, true)]
    [InlineData("access_denied", "non_sandbox_target", false, true)]
    [InlineData("access_denied", null, false, false)]
    [InlineData("access_token_invalid", null, false, false)]
    [InlineData("scope_not_authorized", null, false, false)]
    [InlineData("never_heard_of", null, false, false)]
    public void An_error_says_whose_it_is(string code, string? type, bool isReauthentication, bool isConfiguration)
    {
        var error = new TikTokError { Code = code, Type = type, Endpoint = TikTokEndpoint.Exchange };

        Assert.Equal(isReauthentication, error.IsReauthenticationRequired);
        Assert.Equal(isConfiguration, error.IsConfigurationError);
    }

    private static TikTokError Error(string code, string description) =>
        new() { Code = code, Endpoint = TikTokEndpoint.Exchange, Description = description };
}
