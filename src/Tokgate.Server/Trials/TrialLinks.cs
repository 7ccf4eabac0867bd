using Tokgate.Server.Protocol;

namespace Tokgate.Server.Trials;

/// <summary>The two addresses of a trial that need no administrator: one runs it, once, and one reads it. Neither does what the other does, and only their hashes are kept.</summary>
internal sealed class TrialLinks(ITrialStore store, Issuer issuer)
{
    public const string RunPath = "/dashboard/trials/run/";
    public const string ReadPath = "/dashboard/trials/";

    public string Run(Handle handle) => issuer.At(RunPath + handle.Reveal());

    public string Read(Handle handle) => issuer.At(ReadPath + handle.Reveal());

    /// <summary>The trial that this link may read; null for a link that is over, was taken back, or never was.</summary>
    public async Task<Trial?> FindAsync(string? presented, CancellationToken cancellationToken) =>
        Handle.TryHash(HandleKind.TrialLink, presented, out var hash) ? await store.FindSharedAsync(hash, cancellationToken) : null;
}
