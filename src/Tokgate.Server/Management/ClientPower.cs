using Tokgate.Server.Apis;
using Tokgate.Server.Clients;

namespace Tokgate.Server.Management;

/// <summary>What whoever holds a client could do by it in the management API, and at TikTok: nobody may hand that to a client without having it (T-64).</summary>
internal static class ClientPower
{
    public static IEnumerable<string> Of(Client client, ApiDirectory apis) =>
        client.Audiences.Where(audience => audience.Audience == apis.Management.Audience).SelectMany(static audience => audience.Scopes).Concat(client.MayReadTikTokTokens ? [ManagementScopes.ReadGrantTokens] : []);

    /// <summary>What a change hands over: by how the client proves itself, and by TikTok's tokens.</summary>
    public static IEnumerable<string> Of(Client? before, Client after, ApiDirectory apis)
    {
        var isTakenOver = before is not null && (before.KeySet != after.KeySet || !before.AuthMethods.SequenceEqual(after.AuthMethods) || before.Type != after.Type || (before.Status != after.Status && after.Status == ClientStatus.Active));
        var mayReadMore = after.MayReadTikTokTokens && before?.MayReadTikTokTokens != true;
        return [.. isTakenOver ? Of(after, apis) : [], .. mayReadMore ? [ManagementScopes.ReadGrantTokens] : Array.Empty<string>()];
    }
}
