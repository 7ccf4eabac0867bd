using System.Text.Json;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>What a peer sees.</summary>
public sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Error => Json.GetProperty("error").GetString();

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
            return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
        }
    }
}
