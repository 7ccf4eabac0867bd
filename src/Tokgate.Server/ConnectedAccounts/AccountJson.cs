using System.Text.Json;
using Tokgate.Server.Vault;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>A connected account as Auth0 shows it, with what TikTok has beside.</summary>
internal static class AccountJson
{
    public static void Write(Utf8JsonWriter json, ConnectedAccount account)
    {
        json.WriteString("id"u8, account.Id);
        json.WriteString("connection"u8, account.Connection);
        json.WriteString("access_type"u8, "offline"u8);
        json.WriteStartArray("scopes"u8);
        foreach (var scope in account.Scopes)
        {
            json.WriteStringValue(scope);
        }

        json.WriteEndArray();
        json.WriteString("created_at"u8, account.ConnectedAt ?? account.AuthorizedAt);
        json.WriteString("purpose"u8, account.ConnectedAt is null ? "authentication"u8 : "connected_accounts"u8);
        json.WriteString("state"u8, GrantStateName.Of(account.State));
        json.WriteString("open_id"u8, account.OpenId);
        json.WriteString("tiktok_app"u8, account.TikTokApp);
        if (account.Name is { } name)
        {
            json.WriteString("name"u8, name);
        }

        if (account.Username is { } username)
        {
            json.WriteString("username"u8, username);
        }
    }
}
