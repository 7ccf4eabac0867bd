using System.Net;
using System.Text.Json;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>What a peer sees.</summary>
public sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Error => Json.GetProperty("error").GetString();

    public string Member(string name) => Json.GetProperty(name).GetString() ?? throw new InvalidOperationException($"{name} is null: {Body}");

    /// <summary>Where it leads, with the parameters of its query.</summary>
    public Uri Location => new(Headers["Location"]);

    public IReadOnlyDictionary<string, string> Query => Location.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2)).ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1]));

    /// <summary>The text of the element with this handle.</summary>
    public string Text(string handle)
    {
        var match = System.Text.RegularExpressions.Regex.Match(Body, $"data-testid=\"{handle}\"[^>]*>([^<]*)<");
        return match.Success ? WebUtility.HtmlDecode(match.Groups[1].Value) : throw new InvalidOperationException($"There is no {handle} on the page ({Status}): {Body}");
    }

    /// <summary>Of the forms on a page of the person's own.</summary>
    public string FormToken => System.Text.RegularExpressions.Regex.Match(Body, "name=\"token\" value=\"([^\"]+)\"").Groups[1].Value;

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
            var body = await response.Content.ReadAsStringAsync();
            IssuerWitness.Observe(response.RequestMessage!.RequestUri!, response.Headers.Location, body); // a client sets both
            return new Answer((int)response.StatusCode, body, headers);
        }
    }
}
