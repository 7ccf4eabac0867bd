using System.Text.Json;
using Tokgate.Server.AccessTokens;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Grants;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Introspection;

/// <summary>Introspection (RFC 7662).</summary>
/// <remarks>
/// Owns <c>POST /oauth/introspect</c>. A caller learns about its own tokens and those access tokens that are meant for an API that it serves; everything else is
/// <c>{"active":false}</c>, without a reason. A public client proves nothing and learns nothing.
/// </remarks>
internal sealed class IntrospectionEndpoints(ClientAuthentication authentication, AccessTokenVerification verification, IRefreshTokenStore refreshTokens, AuditTrail trail, TimeProvider time)
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
            trail.Refused(AuditNames.IntrospectionRefused, error.Code);
            await ResponseWriter.WriteAsync(context, error);
            return;
        }

        var token = await FindAsync(form["token"], context.RequestAborted);
        if (token is not null && !MayLearnOf(caller!.Client, token)) // set when there is no error
        {
            token = null;
        }

        await ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, token, Write);
    }

    private async ValueTask<InspectedToken?> FindAsync(string? text, CancellationToken cancellationToken)
    {
        if (RefreshHandle.Parse(text) is not { } handle)
        {
            return await verification.VerifyAsync(text, cancellationToken) is { } claims ? InspectedToken.Of(claims) : null;
        }

        var now = time.GetUtcNow();
        return await refreshTokens.FindAsync(handle.Family, cancellationToken) is { } family && family.IsLive(handle) && now < family.ExpiresAt && family.Grant.IsAlive(now)
            ? InspectedToken.Of(family, verification.Issuer)
            : null;
    }

    private static bool MayLearnOf(Client caller, InspectedToken token) =>
        string.Equals(caller.Id, token.ClientId, StringComparison.Ordinal) || token.Audience.Intersect(caller.ServesAudiences, StringComparer.Ordinal).Any();

    private void Write(Utf8JsonWriter json, InspectedToken? token)
    {
        json.WriteBoolean("active", token is not null);
        if (token is null)
        {
            return;
        }

        json.WriteString("iss", verification.Issuer);
        json.WriteString("sub", token.Subject);
        json.WriteStartArray("aud");
        foreach (var audience in token.Audience)
        {
            json.WriteStringValue(audience);
        }

        json.WriteEndArray();
        json.WriteString("client_id", token.ClientId);
        json.WriteString("scope", string.Join(' ', token.Scope));
        json.WriteNumber("exp", token.ExpiresAt.ToUnixTimeSeconds());
        if (token.TokenType is not null)
        {
            json.WriteString("token_type", token.TokenType);
        }

        if (token.IssuedAt is { } issuedAt)
        {
            json.WriteNumber("iat", issuedAt.ToUnixTimeSeconds());
        }

        if (token.TokenId is not null)
        {
            json.WriteString("jti", token.TokenId);
        }
    }
}
