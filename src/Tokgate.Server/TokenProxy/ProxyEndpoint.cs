using Tokgate.Server.Clients;
using Tokgate.Server.Protocol;
using Tokgate.Server.Upstream;
using Tokgate.TikTok;

namespace Tokgate.Server.TokenProxy;

/// <summary>What all calls of the proxy have in common: the caller proves itself, and no more than so many wait for TikTok.</summary>
internal abstract class ProxyEndpoint(UpstreamRoom room)
{
    private static readonly string[] NeverInQuery = ["client_id", "client_key", "client_secret", "grant_type", "code", "code_verifier", "redirect_uri", "refresh_token", "token", "access_token"];

    protected static async ValueTask<(ProxyCaller? Caller, bool ByHeader, Parameters Form, OAuthError? Error)> ReadAsync(HttpContext context, ProxyClients clients)
    {
        var (form, faulty) = await ClientRequest.ReadFormAsync(context.Request, NeverInQuery, context.RequestAborted);
        if (faulty is not null)
        {
            return (null, false, form, faulty);
        }

        if (PresentedCredentials.Read(context.Request.Headers.Authorization, form, out var presented) is { } nobody)
        {
            return (null, false, form, nobody);
        }

        var (caller, error) = clients.Authenticate(presented, context.Connection.RemoteIpAddress);
        return (caller, presented.Method == ClientAuthMethod.Basic, form, error);
    }

    /// <summary>Asks TikTok. The caller's hanging up stops nothing that may have spent a code: TikTok's answer would be lost with it, and it is not.</summary>
    protected async Task<(TikTokResult<T>? Result, OAuthError? Error)> AskAsync<T>(Func<Task<TikTokResult<T>>> askAsync)
        where T : class
    {
        if (!room.TryEnter())
        {
            return (null, ProxyAnswer.Crowded(UpstreamRoom.Pause));
        }

        try
        {
            return (await askAsync(), null);
        }
        catch (Exception exception) when (ProxyAnswer.Of(exception) is { } broken)
        {
            return (null, broken);
        }
        finally
        {
            room.Leave();
        }
    }
}
