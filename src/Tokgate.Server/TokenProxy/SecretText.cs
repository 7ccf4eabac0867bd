using Tokgate.TikTok;

namespace Tokgate.Server.TokenProxy;

/// <summary>What somebody sent or set, as one of TikTok's secrets.</summary>
internal static class SecretText
{
    /// <returns>Null for nothing, and for what no token, code, verifier or secret looks like.</returns>
    public static T? Try<T>(Func<string, T> from, string? value)
        where T : Secret
    {
        try
        {
            return value is null ? null : from(value);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
