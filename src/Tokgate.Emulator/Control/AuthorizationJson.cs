using System.Text.Json;
using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Control;

/// <summary>Who has connected which app: the list a person sees in TikTok under "manage app permissions".</summary>
internal static class AuthorizationJson
{
    public static Action<Utf8JsonWriter, Authorization> Writer(World world) => (json, authorization) =>
    {
        json.WriteStartObject();
        json.WriteString("client_key"u8, authorization.ClientKey);
        json.WriteString("username"u8, world.FindUserById(authorization.UserId)?.Username);
        json.WriteString("open_id"u8, authorization.OpenId);
        AppJson.WriteTexts(json, "scopes", authorization.Scopes.Order(StringComparer.Ordinal));
        json.WriteString("authorized_at"u8, authorization.AuthorizedAt);
        json.WriteEndObject();
    };
}
