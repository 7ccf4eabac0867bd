using Microsoft.Extensions.Options;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Administrators;

/// <summary>One-time links to the dashboard.</summary>
internal sealed class Invitations(IAdministratorStore administrators, IInvitationStore store, Issuer issuer, IOptions<AdministratorOptions> options, TimeProvider time)
{
    public const string Path = "/dashboard/welcome/";

    /// <summary>Who gives the links of starts that nobody administers. The first one that is used ends them all.</summary>
    public const string FirstStart = "first start";

    /// <summary>The link of the first owner; null if somebody administers already.</summary>
    public async Task<string?> FirstAsync(CancellationToken cancellationToken) =>
        await administrators.AnyAsync(cancellationToken) ? null : await NewAsync(AdministratorRole.Owner, administratorId: null, FirstStart, cancellationToken);

    /// <param name="role">What somebody new may do.</param>
    /// <param name="administratorId">Who comes in by it again; null for somebody new.</param>
    /// <param name="actor">Who gives it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The link. Only its hash is kept.</returns>
    public async Task<string> NewAsync(AdministratorRole role, string? administratorId, string actor, CancellationToken cancellationToken)
    {
        var handle = Handle.New(HandleKind.Invitation);
        var now = time.GetUtcNow();
        await store.AddAsync(new Invitation(handle.Hash(), role, administratorId, actor, now, now + options.Value.InvitationLifetime), cancellationToken);
        return issuer.At(Path + handle.Reveal());
    }

    public async Task<Invitation?> FindAsync(string? presented, CancellationToken cancellationToken) =>
        Handle.TryHash(HandleKind.Invitation, presented, out var hash) && await store.FindAsync(hash, cancellationToken) is { } invitation && time.GetUtcNow() < invitation.ExpiresAt ? invitation : null;
}
