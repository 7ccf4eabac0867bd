using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>How parameters are put into a request, whatever they are.</summary>
internal static class BodyRules
{
    private static readonly string[] OfTheForm =
        ["client_key", "client_id", "client_secret", "code", "grant_type", "redirect_uri", "code_verifier", "refresh_token", "token", "access_token", "open_id"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("json-body", Error, At.Form, TikTokPages.Tokens, it => it.Request.IsMediaType("application/json") || it.Json.Count > 0 ? "a JSON body" : null)
        {
            Title = "An OAuth endpoint is sent JSON.",
            Why = "TikTok's OAuth endpoints take application/x-www-form-urlencoded alone, and answer that the parameters are malformed.",
            Mend = "Send a form. JSON is for the video endpoints.",
            Evidence = Evidence.Integrators,
        },
        new("multipart-body", Error, At.Form, TikTokPages.Tokens, it => it.Request.IsMediaType("multipart/form-data") ? "a multipart body" : null)
        {
            Title = "An OAuth endpoint is sent a multipart form.",
            Why = "TikTok's OAuth endpoints take application/x-www-form-urlencoded alone, and answer that the parameters are malformed.",
            Mend = "Send application/x-www-form-urlencoded (in a browser or Node: URLSearchParams instead of FormData).",
        },
        new("content-type-wrong", Error, At.Form, TikTokPages.Tokens, WrongType)
        {
            Title = "A form is sent without its content type.",
            Why = "The header Content-Type: application/x-www-form-urlencoded is required. Without it TikTok does not read the body.",
            Mend = "Set the header to application/x-www-form-urlencoded.",
        },
        new("parameters-in-query", Error, At.Form, TikTokPages.Tokens, it => Shown.List(it.Query.All.Select(field => field.Key).Where(name => OfTheForm.Contains(name, StringComparer.Ordinal))) is { Length: > 0 } names ? names : null)
        {
            Title = "Parameters of a token request are in its address.",
            Why = "That was API v1. v2 reads the form alone, and answers that the parameters are malformed.",
            Mend = "Put everything into the form.",
        },
        new("parameter-doubled", Error, At.Authorize | At.Form | At.Api, TikTokPages.OAuthErrors, it => it.Query.Doubled ?? it.Form?.Doubled)
        {
            Title = "A parameter comes twice.",
            Why = "Which of the two counts is anybody's guess; RFC 6749 forbids it, and here the request is refused.",
            Mend = "Send each parameter once. A library and its configuration both added it.",
            Evidence = Evidence.Inferred,
        },
        new("malformed-encoding", Error, At.Authorize | At.Form | At.Api, TikTokPages.Web, BadlyEncoded)
        {
            Title = "A query or a form cannot be decoded.",
            Why = "A % without two hexadecimal digits, or bytes that are not UTF-8: TikTok answers unauthorized_client or that the parameters are malformed.",
            Mend = "Build query and form with a library's builder, which encodes each value once.",
        },
        new("basic-instead-of-form", Error, At.ClientForm, TikTokPages.Tokens, it => IsBasic(it) && it.Sent("client_secret") is null ? "Authorization: Basic, and no client_secret in the form" : null)
        {
            Title = "Key and secret are sent as HTTP Basic.",
            Why = "TikTok does not read it, and answers that parameters are malformed or the client secret is missed.",
            Mend = "Send client_key and client_secret in the form. Libraries call it client_secret_post, body or request parameters.",
            Evidence = Evidence.Integrators,
        },
        new("basic-beside-form", Note, At.ClientForm, TikTokPages.Tokens, it => IsBasic(it) && it.Sent("client_secret") is not null ? "Authorization: Basic beside client_secret in the form" : null)
        {
            Title = "HTTP Basic is sent beside the form.",
            Why = "TikTok passes over it, as far as is known.",
            Mend = "Leave it out, if the library lets you.",
            Evidence = Evidence.Unconfirmed,
        },
        new("cache-control-missing", Note, At.Token, TikTokPages.Tokens, it => it.Request.CacheControl.Length == 0 ? "no Cache-Control" : null)
        {
            Title = "The token request has no Cache-Control.",
            Why = "TikTok's samples send Cache-Control: no-cache; the documentation does not require it, and no answer to a POST is known to be kept.",
            Mend = "Nothing has to be done.",
        },
    ];

    private static bool IsBasic(Sighting it) => it.Request.Authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase);

    private static string? WrongType(Sighting it)
    {
        var request = it.Request;
        return request.Body is not { Length: > 0 } || it.Json.Count > 0 || request.IsMediaType("application/x-www-form-urlencoded")
            || request.IsMediaType("application/json") || request.IsMediaType("multipart/form-data")
                ? null
                : string.IsNullOrEmpty(request.ContentType) ? "no Content-Type" : Shown.Short(request.ContentType, 48);
    }

    private static string? BadlyEncoded(Sighting it) => it.Request.Query is null ? "the query"
        : it.Form is null && it.Request.Body is { Length: > 0 } && it.Request.IsMediaType("application/x-www-form-urlencoded") ? "the form"
        : null;
}
