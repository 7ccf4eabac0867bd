using System.Collections.Specialized;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using Tokgate.Server.Audit;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Trials;

/// <summary>
/// What was seen of a trial, step by step. Nothing secret gets in: what is known to be a secret is masked by its name and, wherever it stands, by its value.
/// </summary>
internal sealed class TrialTimeline
{
    public const string Masked = "***";

    private const int MaxText = 2_000;
    private const int MaxBody = 20_000;

    private static readonly HashSet<string> SecretNames =
        new(["client_secret", "code", "auth_code", "code_verifier", "token", "access_token", "refresh_token", "state", "client_token"], StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> secrets = new(StringComparer.Ordinal);

    /// <param name="document">Of a trial that goes on; null for one that begins.</param>
    public TrialTimeline(string? document = null)
    {
        Document = document is null ? [] : JsonNode.Parse(document)!.AsObject(); // written by this class
        Document.TryAdd("steps", new JsonArray());
    }

    public JsonObject Document { get; }

    private JsonArray Steps => Document["steps"]!.AsArray(); // as made

    /// <summary>From now on it is masked wherever it stands.</summary>
    public void Hide(string? secret)
    {
        if (secret is { Length: >= 4 })
        {
            secrets.Add(secret);
            secrets.Add(Uri.EscapeDataString(secret));
        }
    }

    public JsonObject Add(string name, DateTimeOffset at, TimeSpan duration, bool isFine, string? note = null)
    {
        var step = new JsonObject
        {
            ["name"] = name,
            ["at"] = Instants.Text(at),
            ["duration_ms"] = (long)duration.TotalMilliseconds,
            ["outcome"] = isFine ? "fine" : "failed",
        };
        if (note is not null)
        {
            step["note"] = Text(note);
        }

        Steps.Add((JsonNode)step);
        return step;
    }

    /// <summary>A request by its parts, each as it was sent but for secrets.</summary>
    public JsonObject Request(string method, Uri address, IEnumerable<KeyValuePair<string, string>> form, bool hasToken)
    {
        var request = new JsonObject { ["method"] = method, ["url"] = Text(address.GetLeftPart(UriPartial.Path)) };
        if (hasToken)
        {
            request["authorization"] = "Bearer " + Masked;
        }

        var parameters = new JsonObject();
        foreach (var (name, value) in Pairs(HttpUtility.ParseQueryString(address.Query)).Concat(form))
        {
            parameters[Text(name)] = SecretNames.Contains(name) ? Masked : Text(value);
        }

        request["parameters"] = parameters;
        return request;
    }

    public JsonObject Answer(int status, string body)
    {
        var answer = new JsonObject { ["status"] = status };
        try
        {
            answer["body"] = body.Length is 0 or > MaxBody ? null : Clean(JsonNode.Parse(body), null);
        }
        catch (JsonException)
        {
            answer["body"] = null; // not JSON: told as text below
        }

        if (answer["body"] is null && body.Length > 0)
        {
            answer["text"] = Text(body);
        }

        return answer;
    }

    public string Text(string text)
    {
        foreach (var secret in secrets)
        {
            text = text.Replace(secret, Masked, StringComparison.Ordinal);
        }

        return AuditText.Clean(text, MaxText) ?? "";
    }

    public string Write() => Document.ToJsonString();

    private JsonNode? Clean(JsonNode? node, string? name) => node switch
    {
        null => null,
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Clean(member.Value, member.Key)))),
        JsonArray items => new JsonArray([.. items.Select(item => Clean(item, name))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => name is not null && SecretNames.Contains(name) && !IsWord(value) ? Masked : Text(value.GetValue<string>()),
        _ => node.DeepClone(),
    };

    // error.code is called like an authorization code; a code of an error is a short word, and a secret never is.
    private static bool IsWord(JsonValue value) => value.GetValue<string>() is { Length: < 40 } text && text.All(static letter => char.IsAsciiLetterLower(letter) || letter == '_');

    private static IEnumerable<KeyValuePair<string, string>> Pairs(NameValueCollection query) => query.AllKeys.OfType<string>().Select(name => KeyValuePair.Create(name, query[name] ?? ""));
}
