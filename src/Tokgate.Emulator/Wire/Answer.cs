using System.Text;

namespace Tokgate.Emulator.Wire;

/// <summary>
/// What an endpoint decided to say. Endpoints return it instead of writing, so that a fault can strike after the effect and before the answer.
/// </summary>
internal sealed class Answer
{
    public const string JsonType = "application/json; charset=utf-8";
    public const string HtmlType = "text/html; charset=utf-8";
    public const string TextType = "text/plain; charset=utf-8";

    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = JsonType;

    public byte[] Body { get; init; } = [];

    public string? Location { get; init; }

    /// <summary>Set-Cookie values.</summary>
    public IReadOnlyList<string> Cookies { get; init; } = [];

    /// <summary>The page's content security policy; null for answers that are no page.</summary>
    public string? ContentSecurityPolicy { get; init; }

    /// <summary>True for what never changes under its address (styles, generated images).</summary>
    public bool Cacheable { get; init; }

    public int? RetryAfterSeconds { get; init; }

    /// <summary>The gateway's answer to a path or method it does not route. Its exact form is not documented; the text is.</summary>
    public static Answer UnsupportedPath() => Text(404, "Unsupported path(Janus)");

    public static Answer Text(int status, string text) => new() { Status = status, ContentType = TextType, Body = Encoding.UTF8.GetBytes(text) };

    public static Answer Json(int status, byte[] body) => new() { Status = status, Body = body };

    public static Answer Redirect(string location, IReadOnlyList<string>? cookies = null) =>
        new() { Status = 302, ContentType = TextType, Location = location, Cookies = cookies ?? [] };
}
