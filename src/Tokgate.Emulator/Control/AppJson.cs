using System.Text.Json;
using Tokgate.Emulator.Authorize;
using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Control;

/// <summary>An app as the control API shows it, secret included (this is its portal). What it writes can be sent back with PUT.</summary>
internal static class AppJson
{
    public static void Write(Utf8JsonWriter json, TikTokApp app)
    {
        json.WriteStartObject();
        json.WriteString("client_key"u8, app.ClientKey);
        json.WriteString("client_secret"u8, app.ClientSecret);
        json.WriteString("service"u8, app.IsDouyin ? "douyin"u8 : "tiktok"u8);
        json.WriteString("name"u8, app.Name);
        json.WriteString("developer"u8, app.Developer);
        json.WriteString("status"u8, app.Approved ? "approved"u8 : "draft"u8);
        json.WriteBoolean("sandbox"u8, app.Sandbox);
        json.WriteStartObject("platforms"u8);
        foreach (var platform in Enum.GetValues<AppPlatform>())
        {
            WriteTexts(json, AuthorizeProblems.NameOf(platform), app.RedirectUris(platform));
        }

        json.WriteEndObject();
        WriteTexts(json, "scopes", app.Scopes);
        WriteTexts(json, "target_users", app.TargetUsers);
        json.WriteString("webhook_url"u8, app.WebhookUrl);
        json.WriteBoolean("allow_insecure_loopback"u8, app.AllowInsecureLoopback);
        json.WriteEndObject();
    }

    public static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
