using System.Text;
using System.Text.Json;

namespace Tokgate.TikTok.Tests;

public sealed class TikTokWebhookEventTests
{
    [Theory]
    [InlineData("0", TikTokRemovalReason.Unknown, 0L)]
    [InlineData("1", TikTokRemovalReason.UserDisconnected, 1L)]
    [InlineData("2", TikTokRemovalReason.AccountDeleted, 2L)]
    [InlineData("3", TikTokRemovalReason.AgeChanged, 3L)]
    [InlineData("4", TikTokRemovalReason.AccountBanned, 4L)]
    [InlineData("5", TikTokRemovalReason.DeveloperRevoked, 5L)]
    [InlineData("\"5\"", TikTokRemovalReason.DeveloperRevoked, 5L)]
    [InlineData("99", TikTokRemovalReason.Unknown, 99L)]
    [InlineData("null", TikTokRemovalReason.Unknown, null)]
    public void A_removed_authorization_says_why(string number, TikTokRemovalReason reason, long? kept)
    {
        var removed = Assert.IsType<TikTokAuthorizationRemovedEvent>(Parse("authorization.removed", $$"""{"reason": {{number}} }"""));

        Assert.Equal((reason, kept), (removed.Reason, removed.ReasonNumber));
        Assert.Equal(("ck_example", "open_id_example", DateTimeOffset.FromUnixTimeSeconds(1615338610)), (removed.ClientKey, removed.OpenId, removed.CreatedAt));
    }

    [Theory]
    [InlineData("video.upload.failed")]
    [InlineData("video.publish.completed")]
    public void Video_kit_events_name_the_share(string name) =>
        Assert.Equal("s-1", Assert.IsType<TikTokVideoKitEvent>(Parse(name, """{"share_id":"s-1"}""")).ShareId);

    [Fact]
    public void An_archive_names_its_request_and_may_lack_the_user()
    {
        var body = Body("portability.download.ready", """{"request_id":9007199254740993}""").Replace(",\"user_openid\":\"open_id_example\"", "", StringComparison.Ordinal);

        var ready = Assert.IsType<TikTokPortabilityReadyEvent>(TikTokWebhookEvent.Parse(Encoding.UTF8.GetBytes(body)));

        Assert.Equal((9_007_199_254_740_993, null), (ready.RequestId, ready.OpenId));
    }

    [Theory]
    [InlineData("post.publish.failed", """{"publish_id":"p","reason":"spam","publish_type":"INBOX_SHARE"}""", null, "spam")]
    [InlineData("post.publish.complete", """{"publish_id":"p","publish_type":"INBOX_SHARE"}""", null, null)]
    [InlineData("post.publish.inbox_delivered", """{"publish_id":"p","publish_type":"INBOX_SHARE"}""", null, null)]
    [InlineData("post.publish.publicly_available", """{"publish_id":"p","post_id":7080213458555737986,"publish_type":"INBOX_SHARE"}""", "7080213458555737986", null)]
    [InlineData("post.publish.no_longer_publicaly_available", """{"publish_id":"p","post_id":"7","publish_type":"INBOX_SHARE"}""", "7", null)]
    public void Post_events_name_the_post(string name, string content, string? postId, string? reason)
    {
        var post = Assert.IsType<TikTokPostEvent>(Parse(name, content));

        Assert.Equal(("p", "INBOX_SHARE", postId, reason), (post.PublishId, post.PublishType, post.PostId, post.FailureReason));
    }

    [Fact]
    public void Every_documented_event_has_a_type_of_its_own() =>
        Assert.All(
            typeof(TikTokWebhookEventNames).GetFields().Select(field => (string)field.GetRawConstantValue()!), // All fields there are strings.
            name => Assert.NotEqual(typeof(TikTokWebhookEvent), Parse(name, "{}").GetType()));

    [Fact]
    public void An_unknown_event_is_kept_with_its_content()
    {
        var unknown = Parse("profile.changed", """{"a":{"b":1}}""");

        Assert.Equal(("profile.changed", typeof(TikTokWebhookEvent)), (unknown.Name, unknown.GetType()));
        Assert.Equal(1, unknown.Content?.GetProperty("a").GetProperty("b").GetInt32());
    }

    [Theory]
    [InlineData("\"not json\"")]
    [InlineData("\"\"")]
    [InlineData("\"[1]\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void Odd_content_does_not_hide_that_a_grant_ended(string content)
    {
        var body = $$"""{"client_key":"k","event":"authorization.removed","create_time":"1","user_openid":"o","content":{{content}}}""";

        var removed = Assert.IsType<TikTokAuthorizationRemovedEvent>(TikTokWebhookEvent.Parse(Encoding.UTF8.GetBytes(body)));

        Assert.Equal((TikTokRemovalReason.Unknown, "o"), (removed.Reason, removed.OpenId));
        Assert.Null(removed.Content);
    }

    [Fact]
    public void Content_that_comes_as_an_object_means_the_same()
    {
        var body = """{"client_key":"k","event":"authorization.removed","create_time":1,"content":{"reason":4}}""";

        Assert.Equal(TikTokRemovalReason.AccountBanned, ((TikTokAuthorizationRemovedEvent)TikTokWebhookEvent.Parse(Encoding.UTF8.GetBytes(body))).Reason);
    }

    [Fact]
    public void A_delivery_repeated_has_the_same_key_and_any_other_event_another()
    {
        var key = Parse("authorization.removed", """{"reason":1}""").DeduplicationKey;

        Assert.Matches("^[0-9a-f]{64}$", key);
        Assert.Equal(key, Parse("authorization.removed", """{"reason":1}""").DeduplicationKey);

        var original = Body("authorization.removed", """{"reason":1}""");
        string[] others =
        [
            original.Replace("reason\\\":1", "reason\\\":2", StringComparison.Ordinal),
            original.Replace("1615338610", "1615338611", StringComparison.Ordinal),
            original.Replace("open_id_example", "open_id_exampl", StringComparison.Ordinal),
            original.Replace("ck_example", "ck_exampl", StringComparison.Ordinal),
            original.Replace("authorization.removed", "authorization.remove", StringComparison.Ordinal),
        ];
        Assert.All(others, other => Assert.NotEqual(key, TikTokWebhookEvent.Parse(Encoding.UTF8.GetBytes(other)).DeduplicationKey));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"event":"x","create_time":1}""")]
    [InlineData("""{"client_key":"k","create_time":1}""")]
    [InlineData("""{"client_key":"k","event":"x"}""")]
    [InlineData("""{"client_key":"k","event":"","create_time":1}""")]
    [InlineData("""{"client_key":"k","event":"x","create_time":-1}""")]
    [InlineData("""{"client_key":"k","event":"x","create_time":9223372036854775807}""")]
    [InlineData("""{"client_key":"k","event":"x","event":"y","create_time":1}""")]
    public void What_is_no_event_is_refused_without_being_quoted(string body)
    {
        Assert.False(TikTokWebhookEvent.TryParse(Encoding.UTF8.GetBytes(body), out _));
        Assert.StartsWith("TTK1040", Assert.Throws<FormatException>(() => TikTokWebhookEvent.Parse(Encoding.UTF8.GetBytes(body))).Message, StringComparison.Ordinal);
    }

    private static TikTokWebhookEvent Parse(string name, string content) => TikTokWebhookEvent.Parse(Encoding.UTF8.GetBytes(Body(name, content)));

    private static string Body(string name, string content) =>
        $$"""{"client_key":"ck_example","event":"{{name}}","create_time":1615338610,"user_openid":"open_id_example","content":{{JsonSerializer.Serialize(content, s_plain)}}}""";

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
