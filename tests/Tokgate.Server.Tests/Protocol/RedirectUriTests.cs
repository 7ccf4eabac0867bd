using Tokgate.Server.Protocol;

namespace Tokgate.Server.Tests.Protocol;

/// <summary>The table of T-13: one registered address, and everything that has ever been taken for it.</summary>
public sealed class RedirectUriTests
{
    private const string Registered = "https://app.example/cb";

    public static TheoryData<string> Lookalikes => new(
        "", " ", "https://app.example/cb ", " https://app.example/cb", "HTTPS://app.example/cb", "https://APP.example/cb", "https://app.example/CB", "https://app.example/cb/",
        "https://app.example//cb", "https://app.example/./cb", "https://app.example/x/../cb", "https://app.example/..;/cb", "https://app.example/cb/..", "https://app.example/%2e/cb",
        "https://app.example/x/%2e%2e/cb", "https://app.example/%63b", "https://app.example%2fcb", "https://app.example/cb%2f", "https://app.example/cb%5c", "https://app.example/cb%252f",
        @"https://app.example\cb", @"https:\\app.example\cb", "https:/app.example/cb", "https:app.example/cb", "//app.example/cb", "/cb", "https://app.example/cb\t", "https://app.example/c\tb",
        "https://app.example/cb\r\n", "https://app.example/cb\nLocation:x", "https://app.example/cb\0", "https://app.example/cb%00", "https://app.example/cb?", "https://app.example/cb?x=1",
        "https://app.example/cb#", "https://app.example/cb#x", "https://app.example/cb;x", "https://app.example/cb;", "https://app.example@evil.example/cb", "https://app.example/cb@evil.example",
        "https://evil.example@app.example/cb", "https://app.example:443/cb", "https://app.example:80@evil.example/cb", "https://app.example:/cb", "https://app.example.evil.example/cb",
        "https://app-example/cb", "https://appXexample/cb", "https://app.example./cb", "https://xapp.example/cb", "https://sub.app.example/cb", "https://app.exampl\u0435/cb",
        "https://app\uFF0Eexample/cb", "https://app.xn--example-9d0b/cb", "http://app.example/cb", "ftp://app.example/cb", "javascript:alert(1)//https://app.example/cb",
        "data:text/html,https://app.example/cb", "https://evil.example/https://app.example/cb", "https://evil.example/?https://app.example/cb", "https://evil.example/#https://app.example/cb",
        "https://[::1]/cb", "https://[::ffff:127.0.0.1]/cb", "http://127.0.0.1/cb", "http://0x7f.1/cb", "http://127.1/cb", "http://localhost./cb", "http://localhost/cb", "null", "https://app.example/cb,https://evil.example/",
        "https://app.example/cb*", "https://*.example/cb", "https://app.example/cb\u2028", "https://app.example/cb\u00AD", "https://app.example/cb+", "https://app.example/cb%20");

    public static TheoryData<string> NativeLookalikes => new(
        "http://127.0.0.1:0/cb", "http://127.0.0.1:65536/cb", "http://127.0.0.1:080/cb", "http://127.0.0.1:/cb", "http://127.0.0.1:8080/cb/", "http://127.0.0.1:8080/other", "http://127.0.0.1:8080@evil.example/cb",
        "http://127.0.0.1:8080%40evil.example/cb", "http://127.0.0.1.evil.example:8080/cb", "http://127.0.0.1:+80/cb", "http://127.0.0.1:8 0/cb", "http://127.0.0.1:8080/cb?x", "http://127.0.0.1:8080#/cb",
        "http://127.0.0.1@evil.example/cb", "https://127.0.0.1:8080/cb", "http://localhost:8080/cb", "http://[::1]:8080/cb", "http://[::ffff:127.0.0.1]:8080/cb", "http://0x7f.1:8080/cb", "http://127.1:8080/cb",
        "http://2130706433:8080/cb", "http://127.0.0.2:8080/cb", "HTTP://127.0.0.1:8080/cb", "http://localhost:80@evil.example/cb");

    public static TheoryData<string> Unregistrable => new(
        "", "app.example/cb", "/cb", "https://app.example/cb#", "https://app.example/cb#x", "https://user@app.example/cb", "https://user:p@app.example/cb", "https://*.app.example/cb", "https://app.example/*",
        @"https://app.example\cb", "https://app.example/c b", "https://app.example/cb\n", "http://app.example/cb", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "blob:https://app.example/x",
        "about:blank", "ftp://app.example/cb", "HTTPS://app.example/cb", "https://APP.example/cb", "https://app.example./cb", "https://app.example:/cb", "https://app\uFF0Eexample/cb", "https://b\u00FCcher.example/cb",
        "https://app.example/../cb", "https://app.example/./cb", "https://app.example/%2e%2e/cb", "https://app.example/..;/cb", "https://app.example//cb", "https://app.example/a%2fb", "https://app.example/a%5cb",
        "https://app.example/a%252fb", "https://app.example/cb%00", "https://app.example/cb?code=x", "https://app.example/cb?a=1&state=x", "https://app.example/cb?iss=x", "https://app.example/cb?%63ode=x",
        "https://app.example/cb?error=x", "http://127.1/cb", "http://0x7f.1/cb", "http://localhost.:80/cb", "https://", "https:///cb", "com.example.app:/cb");

    [Theory]
    [MemberData(nameof(Lookalikes))]
    public void Rfc9700_Section_4_1_3_What_looks_alike_is_not_it(string presented)
    {
        Assert.Null(RedirectUris.Match([Registered], presented, isNative: false));
        Assert.Null(RedirectUris.Match([Registered], presented, isNative: true));
    }

    [Fact]
    public void Rfc9700_Section_4_1_3_The_same_string_is_it_and_a_long_or_missing_one_is_not()
    {
        Assert.Equal(Registered, RedirectUris.Match(["https://other.example/", Registered], Registered, isNative: false)?.Value);
        Assert.Null(RedirectUris.Match([Registered], null, isNative: false));
        Assert.Null(RedirectUris.Match([Registered], Registered + new string('x', 8000), isNative: false));
        Assert.Null(RedirectUris.Match([], Registered, isNative: false));
    }

    [Theory]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:49152/cb")]
    [InlineData("http://127.0.0.1:3000/cb", "http://127.0.0.1:1/cb")]
    [InlineData("http://127.0.0.1:3000/cb", "http://127.0.0.1/cb")]
    [InlineData("http://[::1]/cb", "http://[::1]:65535/cb")]
    [InlineData("http://localhost/cb?a=1", "http://localhost:5000/cb?a=1")]
    public void Rfc8252_Section_7_3_On_loopback_the_port_of_a_native_client_is_free(string registered, string presented)
    {
        Assert.Equal(presented, RedirectUris.Match([registered], presented, isNative: true)?.Value);
        Assert.Null(RedirectUris.Match([registered], presented, isNative: false));
    }

    [Theory]
    [MemberData(nameof(NativeLookalikes))]
    public void Rfc8252_Section_7_3_Only_the_port_is_free(string presented) => Assert.Null(RedirectUris.Match(["http://127.0.0.1/cb"], presented, isNative: true));

    [Theory]
    [MemberData(nameof(Unregistrable))]
    public void What_could_lead_elsewhere_cannot_be_registered(string uri) => Assert.NotNull(RedirectUris.Fault(uri, isNative: false));

    [Theory]
    [InlineData("https://app.example/cb", false)]
    [InlineData("https://app.example", false)]
    [InlineData("https://app.example:8443/cb?tenant=1", false)]
    [InlineData("https://xn--bcher-kva.example/cb", false)]
    [InlineData("http://localhost:5080/broker/callback", false)]
    [InlineData("http://127.0.0.1:5080/cb", false)]
    [InlineData("http://[::1]:5080/cb", false)]
    [InlineData("com.example.app:/cb", true)]
    [InlineData("com.example.app://cb", true)]
    [InlineData("http://127.0.0.1/cb", true)]
    public void What_applications_use_can_be_registered(string uri, bool isNative) => Assert.Null(RedirectUris.Fault(uri, isNative));

    [Theory]
    [InlineData("myapp:/cb")]
    [InlineData("javascript:/x")]
    [InlineData("com.example.app:cb")]
    [InlineData("intent://x")]
    public void Rfc8252_Section_7_1_A_private_scheme_has_a_dot(string uri) => Assert.NotNull(RedirectUris.Fault(uri, isNative: true));

    [Fact]
    public void Answers_are_added_to_the_registered_query_and_encoded()
    {
        var target = RedirectUris.Match(["https://app.example/cb?a=%20b"], "https://app.example/cb?a=%20b", isNative: false)!;
        Assert.Equal("https://app.example/cb?a=%20b&code=x%26y%3D&state=%C3%BC%20%23", target.With([KeyValuePair.Create("code", "x&y="), KeyValuePair.Create("state", "ü #")]));
    }
}
