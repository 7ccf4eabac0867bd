using Tokgate.Server.Clients;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;

namespace Tokgate.Server.Upstream;

/// <summary>Who has to be asked before a client gets anything, and the way to where they are asked.</summary>
internal sealed class ConsentDoor(IWaitingRequestStore waiting, Issuer issuer, TimeProvider time)
{
    public const string Path = "/consent";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    public static bool IsNeeded(Client client, AuthorizationRequest request) => !client.IsFirstParty || request.WantsConsent;

    public async Task SendAsync(HttpContext context, AuthorizationRequest request, Session session)
    {
        var handle = Handle.New(HandleKind.ConsentRequest);
        await waiting.AddAsync(handle.Hash(), request, session.Id, time.GetUtcNow() + Lifetime, context.RequestAborted);
        BrowserRedirect.Send(context, issuer.At($"{Path}?request={handle.Reveal()}"));
    }
}
