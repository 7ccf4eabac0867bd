using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Tokgate.Server.Keys;

/// <summary>
/// The only place that signs and verifies. The algorithm comes from the key and never from the token; what is verified here is the signature and the type,
/// while issuer, audience and times belong to whoever knows what they must be.
/// </summary>
internal static class JoseDoor
{
    public const string AccessTokenType = "at+jwt";
    public const string IdTokenType = "JWT";
    public const string LogoutTokenType = "logout+jwt";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false, MaximumTokenSizeInBytes = SignedToken.MaxLength };

    // The payload is a JSON object, complete with its times.
    public static string Sign(SigningKey key, string type, string payload) =>
        Handler.CreateToken(payload, key.Credentials, new Dictionary<string, object>(1) { [JwtHeaderParameterNames.Typ] = type });

    public static async ValueTask<bool> VerifyAsync(SignedToken token, SecurityKey key, string algorithm)
    {
        if (!string.Equals(token.Algorithm, algorithm, StringComparison.Ordinal))
        {
            return false;
        }

#pragma warning disable CA5404 // issuer, audience and times are checked by the callers against our clock; the library knows only the system's
        var result = await Handler.ValidateTokenAsync(token.Compact, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = [algorithm],
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeyResolver = (_, _, _, _) => [key],
            RequireSignedTokens = true,
            RequireExpirationTime = false,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
            ValidateTokenReplay = false,
        });
#pragma warning restore CA5404
        return result.IsValid;
    }

    /// <summary>RFC 9068, 4 and RFC 8725, 3.11: the type as we write it or with its long prefix.</summary>
    public static bool IsOfType(SignedToken token, string type) =>
        string.Equals(token.Type, type, StringComparison.OrdinalIgnoreCase) || string.Equals(token.Type, "application/" + type, StringComparison.OrdinalIgnoreCase);
}
