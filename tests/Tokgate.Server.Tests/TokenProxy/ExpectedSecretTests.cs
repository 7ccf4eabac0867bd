using Tokgate.Server.TokenProxy;

namespace Tokgate.Server.Tests.TokenProxy;

public sealed class ExpectedSecretTests
{
    // Around the lengths to which it is filled up, with a length in front of four bytes.
    [Theory]
    [InlineData(2)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(252)]
    [InlineData(253)]
    [InlineData(5_000)]
    public void T_42_Only_the_very_same_text_is_it(int length)
    {
        var secret = new string('s', length - 1) + "é";
        var expected = new ExpectedSecret(secret);

        Assert.True(expected.Is(secret));
        Assert.All((string[])["", "é", secret[..^1], secret[..^1] + "e", secret + "\0", secret + "s", "\0" + secret, secret.ToUpperInvariant(), new string('s', 100_000)], other => Assert.False(expected.Is(other)));
    }
}
