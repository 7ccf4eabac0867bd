using Microsoft.Extensions.Options;
using Tokgate.Server.Audit;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Administrators;

/// <summary>Who is signed in at the dashboard, by a cookie that holds a handle and nothing else.</summary>
internal sealed class AdministratorSessions(IAdministratorSessionStore store, Issuer issuer, IOptions<AdministratorOptions> options, IOptions<AuditOptions> audit, TimeProvider time)
{
    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);

    private readonly string name = issuer.IsSecure ? "__Host-tokgate-dashboard" : "tokgate-dashboard";

    /// <summary>Null if nobody is.</summary>
    public async Task<AdministratorSession?> FindAsync(HttpContext context)
    {
        var now = time.GetUtcNow();
        if (!Handle.TryHash(HandleKind.AdministratorSession, context.Request.Cookies[name], out var hash)
            || await store.FindAsync(hash, context.RequestAborted) is not { } session || !session.IsLive(now))
        {
            return null;
        }

        if (now - session.LastSeenAt >= TouchEvery)
        {
            await store.TouchAsync(session.Id, now, now + options.Value.IdleLifetime);
        }

        return session;
    }

    /// <summary>A new session for whoever is let in next; always a new handle, never one that the browser brought (T-20).</summary>
    public NewAdministratorSession New(HttpContext context, Handle handle, string method)
    {
        var now = time.GetUtcNow();
        return new NewAdministratorSession(
            RandomId.New(), handle.Hash(), method, AuditText.Of(context.Connection.RemoteIpAddress, audit.Value.Address), AuditText.Clean(context.Request.Headers.UserAgent, AuditText.MaxUserAgent),
            now, now + options.Value.IdleLifetime, now + options.Value.Lifetime);
    }

    /// <summary>Gives the browser its new session, and ends the one that it had: nobody is in twice by one cookie.</summary>
    public async Task WriteAsync(HttpContext context, Handle handle)
    {
        if (Handle.TryHash(HandleKind.AdministratorSession, context.Request.Cookies[name], out var former) && await store.FindAsync(former, context.RequestAborted) is { } session)
        {
            await store.EndAsync(session.Id);
        }

        context.Response.Cookies.Append(name, handle.Reveal(), Flags(options.Value.Lifetime));
    }

    public void Clear(HttpResponse response) => response.Cookies.Append(name, "", Flags(TimeSpan.Zero));

    // Lax: who follows a link in a message to a page of the dashboard is still signed in there. Nothing changes by GET.
    private CookieOptions Flags(TimeSpan lifetime) => new() { Path = "/", HttpOnly = true, Secure = issuer.IsSecure, SameSite = SameSiteMode.Lax, MaxAge = lifetime, IsEssential = true };
}
