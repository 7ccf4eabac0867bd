using System.Text.Json;
using Tokgate.Server.AccessTokens;
using Tokgate.Server.Clients;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Introspection;

/// <summary>Introspection (RFC 7662).</summary>
/// <remarks>
/// Owns <c>POST /oauth/introspect</c>. A caller learns about its own tokens and those meant for an API that it serves; everything else is
/// <c>{"active":false}</c>, without a reason. A public client proves nothing and learns nothing.
/// </remarks>
internal sealed class IntrospectionEndpoints(ClientAuthentication authentication, AccessTokenVerification verification)
{
    public const string Path = "/oauth/introspect";

    public async Task HandleAsync(HttpContext context)
    {
        var (caller, form, error) = await ClientRequest.ReadAsync(context, authentication);
        if (error is null && caller!.Client.Type == ClientType.Public) // set when there is no error
        {
            error = OAuthError.InvalidClient(byHeader: false);
        }

        if (error is null && form["token"] is null)
        {
            error = OAuthError.InvalidRequest("The parameter token is missing.");
        }

        if (error is not null)
        {
            await ResponseWriter.WriteAsync(context, error);
            return;
        }

        var claims = await verification.VerifyAsync(form["token"], context.RequestAborted);
        if (claims is not null && !MayLearnOf(caller!.Client, claims)) // set when there is no error
        {
            claims = null;
        }

        await ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, claims, Write);
    }

    private static bool MayLearnOf(Client caller, AccessTokenClaims claims) =>
        string.Equals(caller.Id, claims.ClientId, StringComparison.Ordinal) || claims.Audience.Intersect(caller.ServesAudiences, StringComparer.Ordinal).Any();

    private void Write(Utf8JsonWriter json, AccessTokenClaims? claims)
    {
        json.WriteBoolean("active", claims is not null);
        if (claims is null)
        {
            return;
        }

        json.WriteString("iss", verification.Issuer);
        json.WriteString("sub", claims.Subject);
        json.WriteStartArray("aud");
        foreach (var audience in claims.Audience)
        {
            json.WriteStringValue(audience);
        }

        json.WriteEndArray();
        json.WriteString("client_id", claims.ClientId);
        json.WriteString("token_type", "Bearer");
        json.WriteString("scope", string.Join(' ', claims.Scope));
        json.WriteNumber("iat", claims.IssuedAt.ToUnixTimeSeconds());
        json.WriteNumber("exp", claims.ExpiresAt.ToUnixTimeSeconds());
        json.WriteString("jti", claims.TokenId);
    }
}
