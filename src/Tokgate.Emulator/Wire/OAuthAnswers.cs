namespace Tokgate.Emulator.Wire;

/// <summary>The flat errors of the token, revoke and QR endpoints, with TikTok's own sentences where they are known.</summary>
internal static class OAuthAnswers
{
    public static Answer Malformed(Received request, WireProfile profile) =>
        Error(request, profile, "invalid_request", "The request parameters are malformed.");

    public static Answer SecretMissing(Received request, WireProfile profile) =>
        Error(request, profile, "invalid_request", "Client secret is missed in request.");

    public static Answer BadClient(Received request, WireProfile profile) =>
        Error(request, profile, "invalid_client", "Client key or secret is incorrect.");

    public static Answer CodeExpired(Received request, WireProfile profile) =>
        Error(request, profile, "invalid_grant", "Authorization code is expired.");

    public static Answer RedirectMismatch(Received request, WireProfile profile) =>
        Error(request, profile, "invalid_request", "Redirect_uri is not matched with the uri when requesting code.");

    public static Answer BadVerifier(Received request, WireProfile profile) =>
        Error(request, profile, "invalid_request", "Code verifier or code challenge is invalid.");

    public static Answer RefreshTokenDead(Received request, WireProfile profile) =>
        Error(request, profile, "invalid_grant", "Refresh token is invalid or expired.");

    /// <summary>Status 200 by default, as integrators report, instead of RFC 6749 section 5.2; the profile can switch to the RFC's.</summary>
    public static Answer Error(Received request, WireProfile profile, string error, string description)
    {
        var body = WireJson.Write((error, description, request.LogId), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("error"u8, it.error);
            json.WriteString("error_description"u8, it.description);
            json.WriteString("log_id"u8, it.LogId);
            json.WriteEndObject();
        });
        var status = !profile.RfcErrorStatus ? 200 : error == "invalid_client" ? 401 : 400;
        return Answer.Json(status, body);
    }
}
