using System.Globalization;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.Vault;

/// <summary>What a caller asks of a TikTok token, read once: how long it must live on, which generation TikTok refused, what it must be good for.</summary>
internal static class TokenQuestion
{
    private static readonly TimeSpan MaxMinTtl = TimeSpan.FromDays(1);

    public static TokenRequest? Read(string? minTtl, string? refusedGeneration, string? scope, out OAuthError? error)
    {
        error = null;
        if (!TryNumber(minTtl, (long)MaxMinTtl.TotalSeconds, out var seconds))
        {
            error = OAuthError.InvalidRequest("The time that the token must live on is no number of seconds from 0 to 86400.");
        }
        else if (!TryNumber(refusedGeneration, long.MaxValue, out var generation))
        {
            error = OAuthError.InvalidRequest("The refused generation is no number.");
        }
        else if (!Scope.TryParse(scope, out var needed))
        {
            error = OAuthError.InvalidScope("The scope is malformed.");
        }
        else
        {
            return new TokenRequest { MinTtl = seconds is { } some ? TimeSpan.FromSeconds(some) : null, RefusedGeneration = generation, NeededScopes = TikTokScopes.Of(needed) };
        }

        return null;
    }

    private static bool TryNumber(string? text, long max, out long? number)
    {
        number = null;
        if (text is null)
        {
            return true;
        }

        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read <= max;
        number = isNumber ? read : null;
        return isNumber;
    }
}
