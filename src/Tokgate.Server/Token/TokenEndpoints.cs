using System.Collections.Frozen;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Protocol;
using Tokgate.Server.Telemetry;

namespace Tokgate.Server.Token;

/// <summary>The token endpoint (RFC 6749, 3.2).</summary>
/// <remarks>
/// Owns <c>POST /oauth/token</c> and the phases that all grants share, in this order: read the form, authenticate the client, find the grant, check that the
/// client may use it. A grant is a class that implements <see cref="ITokenGrant"/>; it cannot forget a phase, because it is called after all of them.
/// Does not own how clients prove themselves (Clients), nor what access tokens say (AccessTokens).
/// </remarks>
internal sealed class TokenEndpoints(ClientAuthentication authentication, IEnumerable<ITokenGrant> grants, AuditTrail trail, BrokerMeter meter)
{
    public const string Path = "/oauth/token";

    private readonly FrozenDictionary<string, ITokenGrant> grants = grants.ToFrozenDictionary(grant => grant.GrantType, StringComparer.Ordinal);

    public async Task HandleAsync(HttpContext context)
    {
        var (outcome, grantType) = await RunAsync(context);
        meter.Token(grantType, outcome.Error?.Code);
        if (outcome.Succeeded)
        {
            await ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, outcome.Response, static (json, response) => response.Write(json));
        }
        else
        {
            // Whoever waits for a phone asks again and again, and hears nothing that happened.
            if (!outcome.Error.IsPending)
            {
                trail.Record(trail.New(AuditNames.TokenRefused) with { Cause = outcome.Error.Code, ErrorId = outcome.Error.ErrorId, LogId = outcome.Error.LogId });
            }

            await ResponseWriter.WriteAsync(context, outcome.Error);
        }
    }

    private async ValueTask<(TokenOutcome Outcome, string? GrantType)> RunAsync(HttpContext context)
    {
        var (caller, form, error) = await ClientRequest.ReadAsync(context, authentication);
        CrossOrigin.Allow(context, caller?.Registered.Origins);
        if (error is not null)
        {
            return (error, form?["grant_type"] is { } named && grants.ContainsKey(named) ? named : null);
        }

        if (form["grant_type"] is not { } grantType)
        {
            return (OAuthError.InvalidRequest("The parameter grant_type is missing."), null);
        }

        if (!grants.TryGetValue(grantType, out var grant))
        {
            return (OAuthError.UnsupportedGrantType, null);
        }

        var outcome = caller!.Client.Allows(grantType) // set when there is no error
            ? await grant.GrantAsync(new TokenRequestContext(caller, form) { UserAgent = context.Request.Headers.UserAgent }, context.RequestAborted)
            : OAuthError.UnauthorizedClient("The client may not use this grant type.");
        return (outcome, grantType);
    }
}
