using Tokgate.Server.Pages;
using Tokgate.Server.Upstream;
using Tokgate.TikTok;

namespace Tokgate.Server.Tests.Upstream;

/// <summary>Every failure that TikTok is known to have is one entry: a page for the operator with causes in order and a remedy, and words for the person in every language.</summary>
public sealed class FailureCatalogueTests
{
    private static readonly TextCatalogue Texts = new();
    private static readonly ErrorPages Pages = new();

    [Theory]
    // https://developers.tiktok.com/doc/oauth-error-handling, 2026-11
    [InlineData("access_denied", null, TikTokEndpoint.Authorize, "TTK3113")]
    [InlineData("invalid_client", null, TikTokEndpoint.Exchange, "TTK3103")]
    [InlineData("invalid_grant", null, TikTokEndpoint.Exchange, "TTK3112")]
    [InlineData("invalid_request", null, TikTokEndpoint.Exchange, "TTK3113")]
    [InlineData("invalid_scope", null, TikTokEndpoint.Authorize, "TTK3105")]
    [InlineData("unauthorized_client", null, TikTokEndpoint.Authorize, "TTK3103")]
    [InlineData("unsupported_grant_type", null, TikTokEndpoint.Exchange, "TTK3113")]
    [InlineData("unsupported_response_type", null, TikTokEndpoint.Authorize, "TTK3113")]
    [InlineData("server_error", null, TikTokEndpoint.Exchange, "TTK3109")]
    [InlineData("temporarily_unavailable", null, TikTokEndpoint.Exchange, "TTK3109")]
    // https://developers.tiktok.com/doc/tiktok-api-v2-error-handling, 2026-11
    [InlineData("access_token_invalid", null, TikTokEndpoint.UserInfo, "TTK3113")]
    [InlineData("scope_not_authorized", null, TikTokEndpoint.UserInfo, "TTK3105")]
    [InlineData("scope_permission_missed", null, TikTokEndpoint.UserInfo, "TTK3105")]
    [InlineData("invalid_params", null, TikTokEndpoint.UserInfo, "TTK3113")]
    [InlineData("invalid_file_upload", null, TikTokEndpoint.UserInfo, "TTK3113")]
    [InlineData("rate_limit_exceeded", null, TikTokEndpoint.UserInfo, "TTK3108")]
    [InlineData("internal_error", null, TikTokEndpoint.UserInfo, "TTK3109")]
    // Douyin's number 10020 in our words: of a renewal, which no sign-in makes.
    [InlineData("renewal_limit_reached", null, TikTokEndpoint.DouyinRenewal, "TTK3113")]
    // The authorization page's own, by its error_type.
    [InlineData("param_error", "client_key", TikTokEndpoint.Authorize, "TTK3103")]
    [InlineData("param_error", "redirect_uri", TikTokEndpoint.Authorize, "TTK3104")]
    [InlineData("param_error", "scope", TikTokEndpoint.Authorize, "TTK3105")]
    [InlineData("param_error", "code_challenge", TikTokEndpoint.Authorize, "TTK3107")]
    [InlineData("param_error", "code_challenge_method", TikTokEndpoint.Authorize, "TTK3107")]
    [InlineData("access_denied", "non_sandbox_target", TikTokEndpoint.Authorize, "TTK3106")]
    [InlineData("a_code_of_tomorrow", null, TikTokEndpoint.Exchange, "TTK3113")]
    public void Every_code_of_tiktok_has_its_entry(string code, string? type, TikTokEndpoint endpoint, string errorId)
    {
        var failure = FailureCatalogue.Of(new TikTokError { Code = code, Type = type, Endpoint = endpoint, LogId = "log" });
        Assert.Equal((errorId, type ?? code, "log"), (failure.ErrorId, failure.Cause, failure.LogId));
        Assert.Equal(failure.Status == 503, failure.RetryAfter is not null);
        Explained(errorId);
    }

    [Theory]
    // The known sentences of invalid_request at the token endpoint.
    [InlineData("Redirect_uri is not matched with the uri when requesting code.", "TTK3104")]
    [InlineData("Code verifier or code challenge is invalid.", "TTK3107")]
    [InlineData("Client secret is missed in request.", "TTK3103")]
    [InlineData("The request parameters are malformed.", "TTK3113")]
    public void What_tiktok_says_in_a_sentence_has_its_entry_too(string description, string errorId)
    {
        Assert.Equal(errorId, FailureCatalogue.Of(new TikTokError { Code = "invalid_request", Description = description, Endpoint = TikTokEndpoint.Exchange }).ErrorId);
        Explained(errorId);
    }

    [Fact]
    public void Every_code_that_the_client_library_knows_is_tried_here()
    {
        var tried = typeof(FailureCatalogueTests).GetMethod(nameof(Every_code_of_tiktok_has_its_entry))!.GetCustomAttributesData() // it stands above
            .Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .SelectMany(attribute => ((IReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!).Take(2).Select(argument => argument.Value as string)) // InlineData has one array
            .ToHashSet();
        var known = new[] { typeof(TikTokErrorCodes), typeof(TikTokErrorTypes) }.SelectMany(type => type.GetFields()).Select(field => (string)field.GetRawConstantValue()!); // constants
        Assert.DoesNotContain(known, code => !tried.Contains(code) && code != TikTokErrorCodes.InvalidCallback);
    }

    [Fact]
    public void Waiting_as_long_as_tiktok_says_is_passed_on() => Assert.Equal(
        TimeSpan.FromSeconds(7), FailureCatalogue.Of(new TikTokError { Code = "rate_limit_exceeded", Endpoint = TikTokEndpoint.UserInfo, RetryAfter = TimeSpan.FromSeconds(7) }).RetryAfter);

    private static void Explained(string errorId)
    {
        var page = Pages.Find(errorId);
        Assert.True(page is { Title.Length: > 0, Meaning.Length: > 0, Causes.Count: > 0, Remedy.Length: > 0 }, errorId);
        Assert.Equal(4, Texts.All.Count(language => language.Problem(errorId) is { Title.Length: > 0, Advice.Length: > 0 }));
    }
}
