using System.Text;

namespace Tokgate.TikTok.Tests;

public sealed class TikTokWebhookTests
{
    private const string Signature = "b665ca1817555e2dfd314d804494142c79ee40947f372b84797389e6b97b3786";
    private const string Body =
        """{"client_key":"ck_example","event":"authorization.removed","create_time":1615338610,"user_openid":"open_id_example","content":"{\"reason\": 1 }"}""";

    private static readonly DateTimeOffset s_signedAt = DateTimeOffset.FromUnixTimeSeconds(1633174587);

    [Theory]
    [InlineData($"t=1633174587,s={Signature}")]
    [InlineData($"s={Signature},t=1633174587")]
    [InlineData($"t=1633174587,s={Signature},v=2")]
    public void TikToks_signature_is_believed(string header)
    {
        var verification = Verify(header);

        Assert.True(verification.IsValid);
        Assert.Equal(s_signedAt, verification.SignedAt);
    }

    [Theory]
    [InlineData(null, TikTokWebhookVerdict.Missing)]
    [InlineData("", TikTokWebhookVerdict.Missing)]
    [InlineData("t=1633174587", TikTokWebhookVerdict.Malformed)]
    [InlineData($"s={Signature}", TikTokWebhookVerdict.Malformed)]
    [InlineData($"t=,s={Signature}", TikTokWebhookVerdict.Malformed)]
    [InlineData($"t=-1633174587,s={Signature}", TikTokWebhookVerdict.Malformed)]
    [InlineData($"t= 1633174587,s={Signature}", TikTokWebhookVerdict.Malformed)]
    [InlineData($"t=1633174587.0,s={Signature}", TikTokWebhookVerdict.Malformed)]
    [InlineData($"t=99999999999999999999,s={Signature}", TikTokWebhookVerdict.Malformed)]
    [InlineData($"t=999999999999999,s={Signature}", TikTokWebhookVerdict.Malformed)]
    [InlineData($"t=1633174587, s={Signature}", TikTokWebhookVerdict.Malformed)]
    [InlineData($"t=1633174587,t=1633174587,s={Signature}", TikTokWebhookVerdict.Malformed)]
    [InlineData($"t=1633174587,s={Signature},s={Signature}", TikTokWebhookVerdict.Malformed)]
    [InlineData($"t=1633174587,s={Signature},", TikTokWebhookVerdict.Malformed)]
    [InlineData("t=1633174587,s=B665CA1817555E2DFD314D804494142C79EE40947F372B84797389E6B97B3786", TikTokWebhookVerdict.Malformed)]
    [InlineData("t=1633174587,s=b665ca1817555e2dfd314d804494142c79ee40947f372b84797389e6b97b378", TikTokWebhookVerdict.Malformed)]
    [InlineData($"t=1633174588,s={Signature}", TikTokWebhookVerdict.Mismatch)]
    [InlineData($"t=01633174587,s={Signature}", TikTokWebhookVerdict.Mismatch)]
    [InlineData("t=1633174587,s=c665ca1817555e2dfd314d804494142c79ee40947f372b84797389e6b97b3786", TikTokWebhookVerdict.Mismatch)]
    public void Any_other_header_is_not(string? header, TikTokWebhookVerdict verdict)
    {
        var verification = Verify(header);

        Assert.Equal(verdict, verification.Verdict);
        Assert.Null(verification.SignedAt);
    }

    [Fact]
    public void A_body_or_secret_that_differs_by_one_byte_is_a_mismatch()
    {
        Assert.Equal(TikTokWebhookVerdict.Mismatch, Verify($"t=1633174587,s={Signature}", body: Body + " ").Verdict);
        Assert.Equal(TikTokWebhookVerdict.Mismatch, Verify($"t=1633174587,s={Signature}", secret: "cs_example_secret2").Verdict);
    }

    [Theory]
    [InlineData(300, 300, TikTokWebhookVerdict.Valid)]
    [InlineData(301, 300, TikTokWebhookVerdict.Stale)]
    [InlineData(-300, 300, TikTokWebhookVerdict.Valid)]
    [InlineData(-301, 300, TikTokWebhookVerdict.Stale)]
    [InlineData(259_200, 259_200, TikTokWebhookVerdict.Valid)]
    [InlineData(259_201, 259_200, TikTokWebhookVerdict.Stale)]
    [InlineData(-301, 259_200, TikTokWebhookVerdict.Stale)]
    public void Age_is_judged_within_the_tolerance_and_the_future_within_five_minutes(int age, int tolerance, TikTokWebhookVerdict verdict)
    {
        var verification = Verify($"t=1633174587,s={Signature}", now: s_signedAt.AddSeconds(age), tolerance: TimeSpan.FromSeconds(tolerance));

        Assert.Equal((verdict, s_signedAt), (verification.Verdict, verification.SignedAt));
    }

    [Fact]
    public void A_verification_that_nobody_made_is_not_valid() => Assert.False(default(TikTokWebhookVerification).IsValid);

    private static TikTokWebhookVerification Verify(
        string? header, string body = Body, string secret = "cs_example_secret", DateTimeOffset? now = null, TimeSpan? tolerance = null) =>
        TikTokWebhook.Verify(
            Encoding.UTF8.GetBytes(body), header, ClientSecret.From(secret), new FixedTime(now ?? s_signedAt), tolerance ?? TimeSpan.FromMinutes(5));

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
