using System.Text.RegularExpressions;

namespace Tokgate.Conventions.Tests.Text;

/// <summary>What can be logged is chosen, not found out: source-generated messages with named, plain fields, none of them a secret.</summary>
public sealed class LogMessageTests
{
    private static readonly Regex Message = new(@"\[LoggerMessage\b[^\]]*\]\s*[\w\s]*?\bvoid\s+(?<name>\w+)\s*\((?<parameters>[^)]*)\)", RegexOptions.ExplicitCapture);
    private static readonly Regex Direct = new(@"\b[lL]og(?:ger)?\s*\.\s*Log(?:Trace|Debug|Information|Warning|Error|Critical)?\s*\(");

    private static readonly string[] Secret = ["token", "secret", "verifier", "password", "cookie", "header", "headers", "body", "code", "query"];

    private static readonly string[] Whole = ["object", "HttpContext", "HttpRequest", "HttpResponse", "HttpRequestMessage", "HttpResponseMessage", "JsonElement", "JsonDocument"];

    [Fact]
    public void Log_messages_are_generated_and_hold_no_secret() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("[LoggerMessage(1, LogLevel.Warning, \"x {AccessToken}\")]\npublic static partial void X(ILogger logger, string accessToken);")]
    [InlineData("[LoggerMessage(1, LogLevel.Warning, \"x {Request}\")]\npublic static partial void X(ILogger logger, HttpRequestMessage request);")]
    [InlineData("logger.LogWarning(\"x {Name}\", name);")]
    public void A_message_that_may_tell_a_secret_is_found(string code) => Verdict.IsOneFaultIn("src/A/X.cs:1", Check(SourceTree.Of(("src/A/X.cs", code))));

    [Fact]
    public void Plain_fields_are_fine() => Verdict.IsClean(Check(SourceTree.Of(
        ("src/A/X.Log.cs", "[LoggerMessage(1, LogLevel.Warning, \"x {LogId} {ErrorCode}\")]\npublic static partial void X(ILogger logger, string logId, string errorCode);"))));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (var file in tree.CSharp("src"))
        {
            var code = file.Code;
            foreach (var match in Direct.Matches(code).AsEnumerable())
            {
                yield return new Violation(file.At(match.Index), $"`{match.Value.TrimEnd('(')}` is called directly", "Declare the message with [LoggerMessage] in the partial X.Log.cs");
            }

            foreach (var match in Message.Matches(code).AsEnumerable())
            {
                foreach (var parameter in match.Groups["parameters"].Value.Split(',', StringSplitOptions.TrimEntries).Where(IsDangerous))
                {
                    yield return new Violation(file.At(match.Index), $"{match.Groups["name"].Value} logs `{parameter}`", "Log an id, TikTok's log_id, or a code of our own instead");
                }
            }
        }
    }

    private static bool IsDangerous(string parameter)
    {
        var parts = parameter.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var type = parts.Length > 1 ? parts[^2].TrimEnd('?') : "";
        var words = Regex.Matches(parts.LastOrDefault() ?? "", "[A-Z]?[a-z0-9]+").Select(word => word.Value.ToLowerInvariant()).ToList();
        var isErrorCode = words is [.., "code"] && words.Intersect(["error", "status", "exit"]).Any();
        return Whole.Contains(type) || (!isErrorCode && words.Count > 0 && Secret.Contains(words[^1]) && type is "string" or "Uri");
    }
}
