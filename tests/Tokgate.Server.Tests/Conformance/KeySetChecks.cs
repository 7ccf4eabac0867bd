using System.Buffers.Text;
using System.Text.Json;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>Of the published keys: nothing private, each with its own kid, each a key.</summary>
internal static class KeySetChecks
{
    private static readonly string[] Private = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    public static void Run(JsonElement keys)
    {
        Assert.NotEqual(0, keys.GetArrayLength());
        Assert.Equal(keys.GetArrayLength(), keys.EnumerateArray().Select(key => key.GetProperty("kid").GetString()).Distinct(StringComparer.Ordinal).Count());
        foreach (var key in keys.EnumerateArray())
        {
            Assert.DoesNotContain(key.EnumerateObject(), member => Private.Contains(member.Name, StringComparer.Ordinal));
            Assert.NotEmpty(key.GetProperty("kid").GetString()!); // counted above
            switch (key.GetProperty("kty").GetString())
            {
                case "RSA":
                    Assert.True(Bytes(key, "n").Length >= 256);
                    Assert.NotEmpty(Bytes(key, "e"));
                    break;
                case "EC":
                    Assert.Equal("P-256", key.GetProperty("crv").GetString());
                    Assert.Equal(32, Bytes(key, "x").Length);
                    Assert.Equal(32, Bytes(key, "y").Length);
                    break;
                default:
                    Assert.Fail($"A key of type {key.GetProperty("kty")}.");
                    break;
            }
        }
    }

    private static byte[] Bytes(JsonElement key, string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString());
}
