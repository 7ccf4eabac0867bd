namespace Tokgate.TikTok.Tests;

public sealed class CodeVerifierTests
{
    [Fact]
    public void The_challenge_is_lower_case_hex_instead_of_base64url() =>
        Assert.Equal(
            "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3",
            CodeVerifier.From("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").ToChallenge());

    [Fact]
    public void A_created_verifier_has_64_unreserved_characters_and_is_new_each_time()
    {
        var verifiers = Enumerable.Range(0, 100).Select(_ => CodeVerifier.Create().Reveal()).ToArray();

        Assert.All(verifiers, verifier => Assert.Matches("^[A-Za-z0-9._~-]{64}$", verifier));
        Assert.Equal(100, verifiers.Distinct().Count());
    }

    [Theory]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345")] // 32 characters, as TikTok's Android SDK makes them.
    [InlineData("sixsix")]
    public void A_verifier_shorter_than_rfc_7636_passes_because_TikToks_own_sdk_makes_such(string verifier) =>
        Assert.Equal(verifier, CodeVerifier.From(verifier).Reveal());

    [Theory]
    [InlineData("with space")]
    [InlineData("with+plus")]
    [InlineData("ümlaut")]
    public void A_verifier_with_a_reserved_character_is_refused(string verifier) =>
        Assert.Throws<ArgumentException>(() => CodeVerifier.From(verifier));

    [Fact]
    public void A_verifier_longer_than_128_characters_is_refused()
    {
        Assert.Equal(128, CodeVerifier.From(new string('a', 128)).Reveal().Length);
        Assert.Throws<ArgumentException>(() => CodeVerifier.From(new string('a', 129)));
    }
}
