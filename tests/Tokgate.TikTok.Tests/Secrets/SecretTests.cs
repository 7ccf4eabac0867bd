using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Tokgate.TikTok.Tests;

public sealed class SecretTests
{
    private const string Value = "never-to-be-seen";

    public static TheoryData<string> Kinds => [.. s_makers.Keys];

    private static readonly Dictionary<string, Func<string, Secret>> s_makers = new()
    {
        [nameof(AccessToken)] = AccessToken.From,
        [nameof(RefreshToken)] = RefreshToken.From,
        [nameof(ClientAccessToken)] = ClientAccessToken.From,
        [nameof(ClientSecret)] = ClientSecret.From,
        [nameof(AuthorizationCode)] = AuthorizationCode.From,
        [nameof(CodeVerifier)] = CodeVerifier.From,
        [nameof(QrCodeToken)] = QrCodeToken.From,
    };

    [Fact]
    public void Every_secret_type_is_tested_here() =>
        Assert.Equal(
            typeof(Secret).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Secret))).Select(type => type.Name).Order(),
            s_makers.Keys.Order());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_secret_does_not_print(string kind)
    {
        var secret = s_makers[kind](Value);

        Assert.Equal("***", secret.ToString());
        Assert.Equal("***", $"{secret}");
        Assert.Equal("***", string.Format(System.Globalization.CultureInfo.InvariantCulture, "{0}", secret));
        Assert.Equal("***", secret.GetType().GetCustomAttribute<DebuggerDisplayAttribute>(inherit: true)?.Value);
        Assert.Equal(Value, secret.Reveal());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_secret_does_not_serialise(string kind)
    {
        var secret = s_makers[kind](Value);

        Assert.Equal("\"***\"", JsonSerializer.Serialize(secret, secret.GetType()));
        Assert.Equal("""{"Secret":"***"}""", JsonSerializer.Serialize(new { Secret = (object)secret }));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize("\"x\"", secret.GetType()));
    }

    [Fact]
    public void Tokens_serialised_whole_hold_no_secret()
    {
        var tokens = new TikTokTokens
        {
            AccessToken = AccessToken.From(The.Token),
            RefreshToken = RefreshToken.From(The.Refresh),
            ExpiresIn = TimeSpan.FromHours(2),
            ReceivedAt = The.Now,
            OpenId = The.OpenId,
            Scopes = TikTokScopes.None,
            TokenType = "Bearer",
        };

        Assert.DoesNotContain(Value, JsonSerializer.Serialize(tokens), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_secret_is_equal_by_value_within_its_type(string kind)
    {
        var secret = s_makers[kind](Value);

        Assert.True(secret.Equals(s_makers[kind](Value)));
        Assert.Equal(secret.GetHashCode(), s_makers[kind](Value).GetHashCode());
        Assert.False(secret.Equals(s_makers[kind](Value + "x")));
        Assert.False(secret.Equals(null));
        Assert.All(s_makers.Where(other => other.Key != kind), other => Assert.False(secret.Equals(other.Value(Value))));
    }

    [Fact]
    public void Comparing_secrets_by_operator_does_not_compile() =>
        Assert.All(["op_Equality", "op_Inequality"], name => Assert.True(typeof(Secret).GetMethod(name)?.GetCustomAttribute<ObsoleteAttribute>()?.IsError));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_refused_value_is_not_in_the_message(string kind)
    {
        Assert.Throws<ArgumentException>(() => s_makers[kind](string.Empty));
        Assert.Throws<ArgumentException>(() => s_makers[kind](null!)); // The compiler would stop an honest caller.

        var refusal = Assert.Throws<ArgumentException>(() => s_makers[kind](Value + "\r\nX-Injected: 1"));
        Assert.DoesNotContain(Value, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void White_space_around_a_client_secret_is_cut_off() => Assert.Equal("s3cret", ClientSecret.From(" s3cret\r\n").Reveal());
}
