using System.Text.Json;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>What holds of every token response (RFC 6749, 5.1) and of every value that must not be guessed.</summary>
internal static class TokenChecks
{
    private const double LeastEntropy = 96;
    private const long LongestLife = 31_536_000;

    public static void Run(Module module, Answer answer)
    {
        Assert.True(answer.Status == 200, answer.Body);
        Assert.StartsWith("application/json", answer.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("no-store", answer.Headers["Cache-Control"], StringComparison.Ordinal);
        var tokens = answer.Json;
        Assert.Equal("bearer", tokens.GetProperty("token_type").GetString(), ignoreCase: true);
        foreach (var name in (string[])["access_token", "refresh_token"])
        {
            if (tokens.TryGetProperty(name, out var token))
            {
                Assert.All(token.GetString()!, character => Assert.InRange(character, ' ', '~'));
                IsUnguessable(token.GetString()!);
            }
        }

        if (tokens.TryGetProperty("expires_in", out var lifetime))
        {
            Assert.Equal(JsonValueKind.Number, lifetime.ValueKind);
            Assert.InRange(lifetime.GetInt64(), 1, LongestLife);
        }

        module.Warn(lifetime.ValueKind == JsonValueKind.Undefined, "no expires_in");
    }

    /// <summary>At least 128 bits long, of which the characters' spread shows at least 96.</summary>
    public static void IsUnguessable(string value)
    {
        Assert.True(value.Length * 8 >= 128, "shorter than 128 bits");
        var entropy = value.Length * value.GroupBy(character => character).Sum(group => -Share(group.Count()) * Math.Log2(Share(group.Count())));
        Assert.True(entropy >= LeastEntropy, $"{entropy} bits of entropy");

        double Share(int count) => (double)count / value.Length;
    }
}
