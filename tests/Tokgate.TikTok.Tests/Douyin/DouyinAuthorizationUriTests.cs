namespace Tokgate.TikTok.Tests.Douyin;

public sealed class DouyinAuthorizationUriTests
{
    private static readonly DouyinAuthorizationRequest Request = new() { RedirectUri = The.RedirectUri, Scopes = TikTokScopes.Of("user_info"), State = "state-1" };

    [Fact]
    public void The_address_has_names_and_ticks_of_what_the_person_may_leave_out()
    {
        var address = Build(Request with { OptionalScopes = [new("friend_relation", IsTicked: true), new("message", IsTicked: false)] });

        Assert.Equal(
            "https://open.douyin.com/platform/oauth/connect/?client_key=awtest0000000001&response_type=code&scope=user_info"
            + "&optionalScope=friend_relation%2C1%2Cmessage%2C0&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&state=state-1",
            address);
    }

    [Theory]
    [InlineData("https://app.example/callback#part", null)]
    [InlineData("http://app.example/callback", "TTK1061")]
    [InlineData("http://localhost:5080/callback", "TTK1061")]
    [InlineData("https://app.example/callback?a=1", "TTK1061")]
    [InlineData("https://me@app.example/callback", "TTK1061")]
    [InlineData("/callback", "TTK1061")]
    public void A_redirect_uri_is_https_without_a_query(string uri, string? id) => Assert.Equal(id, Problem(Request with { RedirectUri = uri }));

    [Fact]
    public void An_emulator_on_this_machine_takes_this_machines_addresses() => Assert.StartsWith(
        "http://localhost:5082/platform/oauth/connect/?",
        Build(Request with { RedirectUri = "http://localhost:5080/callback" }, DouyinEndpoints.At(new Uri("http://localhost:5082"))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("user_info")]
    [InlineData("a,b")]
    [InlineData("")]
    public void A_scope_cannot_be_wanted_and_optional_nor_hold_a_comma(string optional) =>
        Assert.Equal("TTK1062", Problem(Request with { OptionalScopes = [new(optional, IsTicked: true)] }));

    [Fact]
    public void State_and_scopes_are_wanted_and_parameters_of_ours_are_not_taken() => Assert.Equal(
        ["TTK1011", "TTK1010", "TTK1012"],
        Assert.Throws<TikTokConfigurationException>(() => Build(Request with
        {
            Scopes = TikTokScopes.None,
            State = "",
            AdditionalParameters = [new("optionalScope", "message,1")],
        })).Problems.Select(static problem => problem.Id));

    private static string? Problem(DouyinAuthorizationRequest request)
    {
        try
        {
            Assert.NotEmpty(Build(request));
            return null;
        }
        catch (TikTokConfigurationException refusal)
        {
            return Assert.Single(refusal.Problems).Id;
        }
    }

    private static string Build(DouyinAuthorizationRequest request, DouyinEndpoints? endpoints = null) => new DouyinClient(
        new HttpClient(),
        new DouyinClientOptions { ClientKey = The.ClientKey, ClientSecret = ClientSecret.From(The.Secret), Endpoints = endpoints ?? DouyinEndpoints.Default }).BuildAuthorizationUri(request);
}
