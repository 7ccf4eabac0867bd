using Tokgate.Server.Connections;
using Tokgate.Server.Grants;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.TikTok;

namespace Tokgate.Server.Upstream;

/// <summary>What a client gets out of a session: no more than it asked for, and of TikTok's scopes no more than the person granted.</summary>
internal static class Authorization
{
    public static AuthorizedRequest Of(AuthorizationRequest request, Session session)
    {
        var upstream = TikTokScopes.Parse(session.GrantedScopes);
        var scopes = UpstreamScopes.Granted(request.Scopes, upstream);
        return new AuthorizedRequest
        {
            GrantId = request.FlowId,
            ClientId = request.ClientId,
            RedirectUri = request.RedirectUri,
            Scopes = [.. scopes, .. request.ApiScopes],
            UserId = session.UserId,
            SessionId = session.Id,
            AuthenticatedAt = session.AuthenticatedAt,
            Nonce = request.Nonce,
            CodeChallenge = request.CodeChallenge,
            ClaimsRequest = request.ClaimsRequest is { } claims ? ClaimsRequest.Parse(claims) : null,
            Audience = request.Audience,
            Acr = request.AcrValues.Count > 0 ? Acr.Social : null,
            UpstreamScopes = [.. upstream],
            IsOffline = scopes.Contains(UpstreamScopes.OfflineAccess, StringComparer.Ordinal),
        };
    }
}
