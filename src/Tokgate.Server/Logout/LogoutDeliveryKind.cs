using System.Net;
using Tokgate.Server.Clients;
using Tokgate.Server.Outgoing;

namespace Tokgate.Server.Logout;

/// <summary>Telling a client that a session ended (Back-Channel Logout, 2.5 and 2.8).</summary>
internal sealed class LogoutDeliveryKind(ClientDirectory clients, LogoutTokenIssuer tokens) : IDeliveryKind
{
    public string Name => LogoutNotice.Kind;

    public int? MaxAttempts => null;

    public async ValueTask<HttpContent?> MakeAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var notice = LogoutNotice.Parse(delivery.Subject);
        return await clients.FindAsync(notice.ClientId, cancellationToken) is { } client
            ? new FormUrlEncodedContent([KeyValuePair.Create("logout_token", await tokens.IssueAsync(client.Client, notice, cancellationToken))])
            : null;
    }

    // 400 says that the request was invalid or the logout failed. Clients that know no such session answer so too, and would the next time.
    public DeliveryVerdict Judge(HttpStatusCode status) => status switch
    {
        HttpStatusCode.OK or HttpStatusCode.NoContent => DeliveryVerdict.Done,
        HttpStatusCode.BadRequest => DeliveryVerdict.Refused,
        _ => DeliveryVerdict.TryAgain,
    };

    public Task AfterAsync(Delivery delivery, DeliveryOutcome outcome) => Task.CompletedTask;
}
