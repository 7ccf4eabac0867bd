namespace Tokgate.TikTok.Tests;

public sealed class TikTokCallbackTests
{
    [Fact]
    public void A_code_comes_with_scopes_and_state_and_is_not_decoded_again()
    {
        var callback = Parse(("code", "abc%2A1!6410.va"), ("scopes", "user.info.basic,video.list"), ("state", "s"), ("utm", "x"), ("utm", "y"));

        Assert.True(callback.IsSuccess);
        Assert.Equal("abc%2A1!6410.va", callback.Code.Reveal());
        Assert.Equal("user.info.basic,video.list", callback.GrantedScopes.ToString());
        Assert.Equal("s", callback.State);
        Assert.Null(callback.Error);
    }

    [Fact]
    public void A_cancel_is_told_from_a_sandbox_stranger_by_error_type()
    {
        var cancel = Parse(("error", "access_denied"), ("error_description", "User cancelled"), ("state", "s"), ("error_code", "-2"));
        var stranger = Parse(("error", "access_denied"), ("error_type", "non_sandbox_target"));

        Assert.True(cancel.IsCancelledByUser);
        Assert.Equal("s", cancel.State);
        Assert.Equal(-2, cancel.Error?.Number);
        Assert.Null(cancel.Error?.Status);
        Assert.False(stranger.IsCancelledByUser);
        Assert.True(stranger.Error?.IsConfigurationError);
        Assert.Null(stranger.State);
    }

    [Theory]
    [InlineData("error_code", "10007", 10007L)]
    [InlineData("errCode", "10007", 10007L)]
    [InlineData("errCode", "many", null)]
    public void The_number_has_two_spellings(string name, string value, long? number) =>
        Assert.Equal(number, Parse(("error", "param_error"), ("error_type", "code_challenge"), (name, value)).Error?.Number);

    [Fact]
    public void The_address_that_TikTok_shows_on_its_own_error_page_can_be_read_too()
    {
        var callback = Parse(
            ("client_key", "aw1"), ("scope", "x"), ("state", "s"), ("error", "invalid_scope"), ("error_type", "scope"), ("errCode", "10004"), ("logid", "L1"));

        Assert.Equal("Authorize: invalid_scope (log_id L1)", callback.Error?.ToString());
        Assert.Equal("scope", callback.Error?.Type);
    }

    [Theory]
    [InlineData("code=a&code=b&state=s", "s", "code came more than once")]
    [InlineData("code=a&code=&state=s", "s", "code came more than once")]
    [InlineData("code=a&state=s&state=t", null, "state came more than once")]
    [InlineData("error=a&error=b&state=s", "s", "error came more than once")]
    [InlineData("code=a&error=access_denied&state=s", "s", "code and error came together")]
    [InlineData("state=s", "s", "neither code nor error came")]
    [InlineData("code=&error=&state=s", "s", "neither code nor error came")]
    [InlineData("auth_code=a&state=s", "s", "neither code nor error came")]
    [InlineData("CODE=a&state=s", "s", "neither code nor error came")]
    [InlineData("code=a\nb&state=s", "s", "code holds a control character")]
    [InlineData("", null, "neither code nor error came")]
    public void What_TikTok_never_sends_is_refused_with_the_reason(string query, string? state, string reason)
    {
        var callback = Parse([.. query.Split('&').Select(pair => pair.Split('=')).Select(pair => (pair[0], pair.ElementAtOrDefault(1)))]);

        Assert.False(callback.IsSuccess);
        Assert.True(callback.IsMalformed);
        Assert.False(callback.IsCancelledByUser);
        Assert.Equal(state, callback.State);
        Assert.Equal($"TTK1030: the callback is not one of TikTok's: {reason}.", callback.Error.Description);
    }

    [Fact]
    public void Of_code_and_auth_code_the_first_is_taken() =>
        Assert.Equal("right", Parse(("auth_code", "wrong"), ("code", "right")).Code?.Reveal());

    [Fact]
    public void A_hostile_error_is_fit_for_a_page()
    {
        var error = Parse(("error", new string('x', 5000)), ("error_description", "a\u202Eb act.tokentoken")).Error;

        Assert.Equal(100, error?.Code.Length);
        Assert.Equal("a b ***", error?.Description);
    }

    [Theory]
    [InlineData("server_error", TikTokOutcome.Retryable)]
    [InlineData("temporarily_unavailable", TikTokOutcome.Retryable)]
    [InlineData("access_denied", TikTokOutcome.Terminal)]
    public void A_callbacks_error_has_a_class(string code, TikTokOutcome outcome) => Assert.Equal(outcome, Parse(("error", code)).Error?.Outcome);

    private static TikTokCallback Parse(params (string Name, string? Value)[] query) =>
        TikTokCallback.Parse(query.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
}
