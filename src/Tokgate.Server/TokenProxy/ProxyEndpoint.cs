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
        var request = context.Request;
        if (request.QueryString.HasValue && (RequestReader.ReadQuery(request, out var query) is not null || Array.Exists(NeverInQuery, query.Has)))
        {
            return (null, false, Parameters.Empty, OAuthError.InvalidRequest("Parameters of this endpoint belong into the body; what stands in an address is logged on its way."));
        }

        var (form, unreadable) = await RequestReader.ReadFormAsync(request, context.RequestAborted);
        if (unreadable is not null)
        {
            return (null, false, form, unreadable);
        }

        if (form.Repeated is { } repeated)
        {
            return (null, false, form, OAuthError.Repeated(repeated));
        }

        if (PresentedCredentials.Read(request.Headers.Authorization, form, out var presented) is { } nobody)
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

    protected static T? Try<T>(Func<string, T> from, string? value)
        where T : Secret
    {
        try
        {
            return value is null ? null : from(value);
        }
        catch (ArgumentException)
        {
            return null; // nobody's token, code or verifier looks so
        }
    }
}
