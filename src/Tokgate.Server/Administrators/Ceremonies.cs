using Tokgate.Server.Protocol;

namespace Tokgate.Server.Administrators;

/// <summary>What a browser was asked to sign with a passkey: kept for five minutes, good once, for one purpose, and only in the browser that was asked.</summary>
internal sealed class Ceremonies(ICeremonyStore store, Issuer issuer, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly string name = issuer.IsSecure ? "__Host-tokgate-ceremony" : "tokgate-ceremony";

    public async Task BeginAsync(HttpContext context, string purpose, string state)
    {
        var handle = Handle.New(HandleKind.Ceremony);
        await store.AddAsync(handle.Hash(), purpose, state, time.GetUtcNow() + Lifetime, context.RequestAborted);
        context.Response.Cookies.Append(name, handle.Reveal(), Flags(Lifetime));
    }

    /// <summary>Null if nothing was asked of this browser, or it was answered before.</summary>
    public async Task<string?> EndAsync(HttpContext context, string purpose)
    {
        context.Response.Cookies.Append(name, "", Flags(TimeSpan.Zero));
        return Handle.TryHash(HandleKind.Ceremony, context.Request.Cookies[name], out var hash) ? await store.TakeAsync(hash, purpose) : null;
    }

    private CookieOptions Flags(TimeSpan lifetime) => new() { Path = "/", HttpOnly = true, Secure = issuer.IsSecure, SameSite = SameSiteMode.Strict, MaxAge = lifetime, IsEssential = true };
}
