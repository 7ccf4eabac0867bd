using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Tests.Protocol;

public sealed class ProtocolWordTests
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636, appendix B
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    [Fact]
    public void Rfc7636_Appendix_B_The_example_matches() => Assert.True(Pkce.Matches(Challenge, Verifier));

    [Theory]
    [InlineData(42, false)]
    [InlineData(43, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void Rfc7636_Section_4_1_A_verifier_has_43_to_128_characters(int length, bool fits)
    {
        var verifier = new string('a', length);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        Assert.Equal(fits, Pkce.Matches(challenge, verifier));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX=")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEj k")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXé")]
    [InlineData(Challenge)]
    public void Rfc7636_Section_4_6_Another_verifier_does_not_match(string? verifier) => Assert.False(Pkce.Matches(Challenge, verifier));

    [Theory]
    [InlineData("openid profile", 2)]
    [InlineData("a a b", 2)]
    [InlineData(null, 0)]
    [InlineData("a:b/c?d=e!", 1)]
    public void Rfc6749_Section_3_3_Scopes_are_words_with_one_space_between(string? text, int count)
    {
        Assert.True(Scope.TryParse(text, out var words));
        Assert.Equal(count, words.Count);
    }

    [Theory]
    [InlineData("a  b")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a\tb")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("ä")]
    public void Rfc6749_Section_3_3_Other_text_is_no_scope(string text) => Assert.False(Scope.TryParse(text, out _));

    [Fact]
    public void Handles_of_one_kind_open_nothing_of_another()
    {
        foreach (var made in Enum.GetValues<HandleKind>())
        {
            var handle = Handle.New(made);
            foreach (var asked in Enum.GetValues<HandleKind>())
            {
                Assert.Equal(made == asked, Handle.TryHash(asked, handle.Reveal(), out var hash));
                Assert.Equal(made == asked ? handle.Hash() : [], hash);
            }
        }
    }

    [Fact]
    public void Handles_have_256_bits_and_do_not_repeat_or_print()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var ones = new int[256];
        const int count = 100_000;
        for (var index = 0; index < count; index++)
        {
            var handle = Handle.New(HandleKind.AuthorizationCode);
            Assert.True(seen.Add(handle.Reveal()));
            var bytes = Base64Url.DecodeFromChars(handle.Reveal().AsSpan(4));
            Assert.Equal(32, bytes.Length);
            for (var bit = 0; bit < 256; bit++)
            {
                ones[bit] += (bytes[bit / 8] >> (bit % 8)) & 1;
            }
        }

        // Six standard deviations of a fair coin.
        Assert.All(ones, one => Assert.InRange(one, (count / 2) - 950, (count / 2) + 950));
        Assert.Equal("***", $"{Handle.New(HandleKind.Session)}");
    }

    [Fact]
    public void A_parameter_that_came_twice_has_no_value()
    {
        var parameters = new Parameters();
        Assert.True(FormText.TryParse("a=1&b=2&a=3&c&d=&e=x%2By+z"u8, parameters));
        Assert.Equal("a", parameters.Repeated);
        Assert.Null(parameters["a"]);
        Assert.True(parameters.Has("a"));
        Assert.Equal("2", parameters["b"]);
        Assert.Null(parameters["c"]);
        Assert.Null(parameters["d"]);
        Assert.Equal("x+y z", parameters["e"]);
        Assert.Null(parameters["missing"]);
    }

    [Theory]
    [InlineData("https://login.example.com", true)]
    [InlineData("https://login.example.com/tenant", true)]
    [InlineData("http://localhost:5081", true)]
    [InlineData("http://127.0.0.1:5081", true)]
    [InlineData("http://[::1]:5081", true)]
    [InlineData("http://login.example.com", false)]
    [InlineData("https://login.example.com/", false)]
    [InlineData("https://Login.example.com", false)]
    [InlineData("https://login.example.com:443", false)]
    [InlineData("https://user@login.example.com", false)]
    [InlineData("https://login.example.com?x", false)]
    [InlineData("https://login.example.com#x", false)]
    [InlineData("login.example.com", false)]
    [InlineData("ftp://login.example.com", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_issuer_has_one_spelling(string? issuer, bool fits) => Assert.Equal(fits, Issuer.Fault(issuer) is null);

    [Fact]
    public void Rfc6749_Section_5_2_Descriptions_have_only_allowed_characters()
    {
        OAuthError[] errors = [OAuthError.Repeated("sc\"o\\p\ré<>"), OAuthError.ServerError(RandomId.New()), OAuthError.InvalidClient(true), OAuthError.UnsupportedGrantType];
        Assert.All(errors, error => Assert.True(error.Description.All(AllowedText.Allows), error.Description));
    }
}
