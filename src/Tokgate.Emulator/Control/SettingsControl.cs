using System.Text.Json;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Control;

/// <summary><c>/_emulator/consent</c>, <c>/_emulator/profile</c> and the clock: how the emulator behaves.</summary>
internal sealed class SettingsControl(World world)
{
    private const long MostSeconds = 100L * 365 * 86_400;

    public Answer GetConsent() => ControlAnswers.Ok(world.Consent, WriteConsent);

    public Answer PutConsent(Received request)
    {
        if (ControlBody.Read(request, out var body) is { } refusal)
        {
            return refusal;
        }

        var mode = body.Choice("mode", "", "ask", "auto", "deny");
        if (!body.Has("mode"))
        {
            body.Bad("mode", "It is required: ask, auto or deny.");
        }

        var user = body.Text("user", null);
        var grant = body.NullableTexts("grant", null);
        if (mode == "auto" && world.Users.Find(user) is null)
        {
            body.Bad("user", "In mode auto it must be the username of an existing person.");
        }

        if (grant is { } scopes && scopes.FirstOrDefault(scope => !Scopes.Descriptions.ContainsKey(scope) && !DouyinScopes.Descriptions.ContainsKey(scope)) is { } unknown)
        {
            body.Bad("grant", $"Neither TikTok nor Douyin has a scope '{unknown}'. Send null to grant whatever is asked.");
        }

        if (body.Refuse() is { } bad)
        {
            return bad;
        }

        world.Consent = mode == "auto" ? new ConsentMode(mode, user, grant) : new ConsentMode(mode, null, null);
        return GetConsent();
    }

    public Answer GetProfile() => ControlAnswers.Ok(world.Profile, WriteProfile);

    /// <summary>A preset starts from its values; without one, what is not sent stays.</summary>
    public Answer PutProfile(Received request)
    {
        if (ControlBody.Read(request, out var body) is { } refusal)
        {
            return refusal;
        }

        var old = world.Profile;
        var start = body.Has("preset") && body.Choice("preset", old.Preset, "current", "legacy") is { } preset
            ? preset == "legacy" ? WireProfile.Legacy : WireProfile.Current
            : old;
        var profile = start with
        {
            AccessSeconds = body.Number("access_seconds", start.AccessSeconds, 1, MostSeconds),
            RefreshSeconds = body.Number("refresh_seconds", start.RefreshSeconds, 1, MostSeconds),
            CodeSeconds = body.Number("code_seconds", start.CodeSeconds, 1, MostSeconds),
            QrSeconds = body.Number("qr_seconds", start.QrSeconds, 1, MostSeconds),
            StrictRotation = body.Choice("rotation", start.StrictRotation ? "strict" : "reusable", "strict", "reusable") == "strict",
            RateLimitPerMinute = (int?)body.NullableNumber("rate_limit_per_minute", start.RateLimitPerMinute, 1, 1_000_000),
            RfcErrorStatus = body.Choice("oauth_error_status", start.RfcErrorStatus ? "rfc" : "200", "200", "rfc") == "rfc",
            StateOnErrors = body.Flag("state_on_errors", start.StateOnErrors),
            EmptyRevokeBody = body.Choice("revoke_body", start.EmptyRevokeBody ? "empty" : "{}", "{}", "empty") == "empty",
            RevokeAcceptsRefreshToken = body.Flag("revoke_accepts_refresh_token", start.RevokeAcceptsRefreshToken),
            PreviousAccessTokenDies = body.Flag("previous_access_token_dies", start.PreviousAccessTokenDies),
            RefreshRenewsLifetime = body.Flag("refresh_renews_lifetime", start.RefreshRenewsLifetime),
            SandboxRefusalRedirects = body.Flag("sandbox_refusal_redirects", start.SandboxRefusalRedirects),
            FieldsAnswerPermissionMissed = body.Flag("fields_answer_permission_missed", start.FieldsAnswerPermissionMissed),
            QrCodeIsUrl = body.Flag("qr_code_is_url", start.QrCodeIsUrl),
            WebPkce = ReadWebPkce(body, start.WebPkce),
        };
        if (body.Refuse() is { } bad)
        {
            return bad;
        }

        world.Profile = profile;
        return GetProfile();
    }

    public Answer GetClock() => ControlAnswers.Ok(world.Clock, WriteClock);

    public Answer Advance(Received request)
    {
        if (ControlBody.Read(request, out var body) is { } refusal)
        {
            return refusal;
        }

        if (!body.Has("seconds"))
        {
            body.Bad("seconds", "It is required: how far to move the time forward.");
        }

        var seconds = body.Number("seconds", 0, 0, MostSeconds);
        if (world.Clock.Added + TimeSpan.FromSeconds(seconds) > TimeSpan.FromSeconds(MostSeconds))
        {
            body.Bad("seconds", "All moves together may not pass 100 years; POST /_emulator/reset puts the time back.");
        }

        if (body.Refuse() is { } bad)
        {
            return bad;
        }

        world.Clock.Advance(TimeSpan.FromSeconds(seconds));
        world.Purge();
        return GetClock();
    }

    public static void WriteProfile(Utf8JsonWriter json, WireProfile profile)
    {
        json.WriteStartObject();
        json.WriteString("preset"u8, profile.Preset);
        json.WriteNumber("access_seconds"u8, profile.AccessSeconds);
        json.WriteNumber("refresh_seconds"u8, profile.RefreshSeconds);
        json.WriteNumber("code_seconds"u8, profile.CodeSeconds);
        json.WriteNumber("qr_seconds"u8, profile.QrSeconds);
        json.WriteString("rotation"u8, profile.StrictRotation ? "strict"u8 : "reusable"u8);
        if (profile.RateLimitPerMinute is { } limit)
        {
            json.WriteNumber("rate_limit_per_minute"u8, limit);
        }
        else
        {
            json.WriteNull("rate_limit_per_minute"u8);
        }

        json.WriteString("oauth_error_status"u8, profile.RfcErrorStatus ? "rfc"u8 : "200"u8);
        json.WriteBoolean("state_on_errors"u8, profile.StateOnErrors);
        json.WriteString("revoke_body"u8, profile.EmptyRevokeBody ? "empty"u8 : "{}"u8);
        json.WriteBoolean("revoke_accepts_refresh_token"u8, profile.RevokeAcceptsRefreshToken);
        json.WriteBoolean("previous_access_token_dies"u8, profile.PreviousAccessTokenDies);
        json.WriteBoolean("refresh_renews_lifetime"u8, profile.RefreshRenewsLifetime);
        json.WriteBoolean("sandbox_refusal_redirects"u8, profile.SandboxRefusalRedirects);
        json.WriteBoolean("fields_answer_permission_missed"u8, profile.FieldsAnswerPermissionMissed);
        json.WriteBoolean("qr_code_is_url"u8, profile.QrCodeIsUrl);
        json.WriteString("web_pkce"u8, NameOf(profile.WebPkce));
        json.WriteEndObject();
    }

    private static WebPkce ReadWebPkce(ControlBody body, WebPkce fallback) =>
        body.Choice("web_pkce", NameOf(fallback), "lenient", "ignored", "required") switch
        {
            "ignored" => WebPkce.Ignored,
            "required" => WebPkce.Required,
            _ => WebPkce.Lenient,
        };

    private static string NameOf(WebPkce webPkce) => webPkce switch
    {
        WebPkce.Ignored => "ignored",
        WebPkce.Required => "required",
        _ => "lenient",
    };

    private static void WriteConsent(Utf8JsonWriter json, ConsentMode consent)
    {
        json.WriteStartObject();
        json.WriteString("mode"u8, consent.Kind);
        json.WriteString("user"u8, consent.User);
        if (consent.Grant is { } grant)
        {
            AppJson.WriteTexts(json, "grant", grant);
        }
        else
        {
            json.WriteNull("grant"u8);
        }

        json.WriteEndObject();
    }

    private static void WriteClock(Utf8JsonWriter json, EmulatorClock clock)
    {
        json.WriteStartObject();
        json.WriteString("now"u8, clock.Now);
        json.WriteNumber("unix_seconds"u8, clock.Now.ToUnixTimeSeconds());
        json.WriteNumber("advanced_seconds"u8, (long)clock.Added.TotalSeconds);
        json.WriteEndObject();
    }
}
