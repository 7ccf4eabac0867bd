using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Webhooks;

/// <summary>Ends an authorization and tells the app, as TikTok does: the tokens are dead before the webhook leaves.</summary>
internal sealed class AuthorizationRemoval(World world, WebhookOutbox outbox)
{
    /// <summary>False when somebody else ended it first; then they told the app.</summary>
    public bool Remove(Authorization authorization, int reason)
    {
        if (!world.End(authorization))
        {
            return false;
        }

        outbox.AuthorizationRemoved(authorization, reason);
        return true;
    }
}
