using Tokgate.Emulator.Authorize;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Qr;

/// <summary><c>POST /v2/oauth/get_qrcode/</c> and <c>POST /v2/oauth/check_qrcode/</c>.</summary>
/// <remarks>Owns the QR codes and what polling sees. The phone's side of it is <see cref="QrPhone"/>.</remarks>
internal sealed class QrEndpoints(World world)
{
    public const string TicketPlaceholder = "tobefilled";

    private const int MostCodes = 5_000;

    public BoundedMap<QrCode> Codes { get; } = new(MostCodes);

    public Answer Create(Received request)
    {
        var profile = world.Profile;
        if (request.ReadForm() is not { Doubled: null } form || form["client_key"] is not { } clientKey || form["scope"] is not { } scope)
        {
            return OAuthAnswers.Malformed(request, profile);
        }

        if (world.Apps.Find(clientKey) is not { } app)
        {
            return OAuthAnswers.BadClient(request, profile);
        }

        if (!app.IsUsable)
        {
            return OAuthAnswers.Error(request, profile, "unauthorized_client", "The client is not authorized to request an authorization code.");
        }

        var scopes = Scopes.Split(scope);
        if (!Array.TrueForAll(scopes, asked => app.Scopes.Contains(asked, StringComparer.Ordinal)))
        {
            return OAuthAnswers.Error(request, profile, "invalid_scope", "The requested scope is invalid, unknown or malformed.");
        }

        // Which of several registered addresses TikTok picks is not documented: web first, and a wildcard port cannot be one.
        var redirectUri = Enum.GetValues<AppPlatform>().SelectMany(platform => app.RedirectUris(platform))
            .FirstOrDefault(uri => !uri.Contains(":*/", StringComparison.Ordinal));
        if (redirectUri is null)
        {
            return OAuthAnswers.Error(request, profile, "invalid_request", "No redirect_uri is registered.");
        }

        var token = WireIds.QrToken();
        var code = new QrCode
        {
            PublicId = WireIds.Handle()[..24],
            ClientKey = clientKey,
            RedirectUri = redirectUri,
            Scopes = scopes,
            State = form["state"],
            Until = request.Now.AddSeconds(profile.QrSeconds),
        };
        Codes.Add(token, code);
        var address = AuthorizeRedirects.With(
            "aweme://authorize",
            [
                ("authType", "100"), ("client_key", clientKey), ("client_ticket", TicketPlaceholder), ("scope", scope), ("emulator_qr", code.PublicId),
            ]);
        return Answer.Json(200, WireJson.Write((address, token), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("scan_qrcode_url"u8, it.address);
            json.WriteString("token"u8, it.token);
            json.WriteEndObject();
        }));
    }

    public Answer Check(Received request)
    {
        var profile = world.Profile;
        if (request.ReadForm() is not { Doubled: null } form)
        {
            return OAuthAnswers.Malformed(request, profile);
        }

        if (ClientCheck.Refuse(world, request, form, profile, out var app) is { } refusal)
        {
            return refusal;
        }

        if (form["token"] is not { } token || Codes.Find(token) is not { } code || code.ClientKey != app!.ClientKey)
        {
            return OAuthAnswers.Malformed(request, profile);
        }

        var seen = code.Poll(request.Now);
        return Answer.Json(200, WireJson.Write((seen, code, profile.QrCodeIsUrl), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("client_ticket"u8, it.seen.Ticket);
            if (it.seen.Address is { } address)
            {
                json.WriteString("code"u8, it.QrCodeIsUrl ? address : CodeIn(address));
                json.WriteString("redirect_uri"u8, address);
                json.WriteString("state"u8, it.code.State ?? "");
            }

            json.WriteString("status"u8, it.seen.Status);
            json.WriteEndObject();
        }));
    }

    private static string CodeIn(string address) => FormFields.ParseQuery(address[address.IndexOf('?', StringComparison.Ordinal)..])?["code"] ?? "";
}
