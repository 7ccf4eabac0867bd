using System.Text.Json;

namespace Tokgate.Server.Logout;

/// <summary>That a session ended in which this client had got tokens: the subject of a delivery. The logout token itself is made when it is sent.</summary>
internal sealed record LogoutNotice(string ClientId, string UserId, string SessionId)
{
    public const string Kind = "backchannel_logout";

    public string ToText() => JsonSerializer.Serialize(this, LogoutNoticeJson.Default.LogoutNotice);

    public static LogoutNotice Parse(string text) => JsonSerializer.Deserialize(text, LogoutNoticeJson.Default.LogoutNotice)!; // our own document, never null
}
