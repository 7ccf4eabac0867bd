using Tokgate.Emulator.Qr;
using static Tokgate.Emulator.TikTokEmulatorSeverity;
using At = Tokgate.Emulator.Checker.CheckedEndpoints;

namespace Tokgate.Emulator.Checker.Rules;

/// <summary>Sign-in by a QR code.</summary>
internal static class QrRules
{
    private const int HurriesLetPass = 2;

    private static readonly string[] OfGetQrCode = ["client_key", "client_id", "scope", "state"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new("qr-undocumented-parameter", Note, At.GetQrCode, TikTokPages.Qr, it => Shown.List((it.Form?.All ?? []).Select(field => field.Key).Where(name => !OfGetQrCode.Contains(name, StringComparer.Ordinal))) is { Length: > 0 } names ? names : null)
        {
            Title = "get_qrcode is sent parameters that it does not have.",
            Why = "It takes client_key, scope and state. The secret is not needed here, redirect_uri comes from the registration, and PKCE is not documented.",
            Mend = "Leave them out.",
        },
        new("qr-token-missing", Error, At.CheckQrCode, TikTokPages.Qr, it => it.Sent("token") is null && it.IsRightMethod ? "no token" : null)
        {
            Title = "check_qrcode is asked without the code's token.",
            Why = "The request parameters are malformed.",
            Mend = "Send token of get_qrcode's answer.",
        },
        new("qr-token-unknown", Error, At.CheckQrCode, TikTokPages.Qr, it => it.Sent("token") is { } token && it.Memory.IsComplete && it.Memory.QrCodes.Find(token) is null && it.Answer.OAuthError == "invalid_request" ? $"{Shown.Length(token)} that get_qrcode did not give" : null)
        {
            Title = "check_qrcode is asked about a code that get_qrcode did not give.",
            Why = "The request parameters are malformed. The address of the code, or its ticket, is not the token.",
            Mend = "Send token of get_qrcode's answer, as it is.",
        },
        new("qr-polled-too-fast", Note, At.CheckQrCode, TikTokPages.Qr, it => Code(it) is { Hurries: >= HurriesLetPass } code && code.IsHurried(it.Now) ? "a fourth poll in a row within a second of the one before" : null)
        {
            Title = "A QR code is polled more than once a second.",
            Why = "TikTok documents no interval; a code that nobody has scanned yet does not get scanned sooner.",
            Mend = "Ask every two seconds.",
            Evidence = Evidence.Unconfirmed,
        },
        new("qr-polled-after-end", Warning, At.CheckQrCode, TikTokPages.Qr, it => Code(it) is { EndedAt: > 0 and var ended } && it.Exchange.Arrived > ended ? "a poll after confirmed, utilised or expired" : null)
        {
            Title = "A QR code is polled after its end.",
            Why = "confirmed gives the code once; what comes later is utilised. Who polls from two places loses it.",
            Mend = "Stop at confirmed and utilised; at expired make a new code.",
        },
        new("qr-ticket-placeholder", Error, At.Phone, TikTokPages.Qr, it => ScannedCode.Of(it) is { Ticket: QrEndpoints.TicketPlaceholder } ? "client_ticket=tobefilled" : null)
        {
            Title = "The QR code was drawn with the placeholder of its ticket.",
            Why = "Without a ticket of your own you cannot tell that the answer belongs to the code on this screen.",
            Mend = "Replace tobefilled in scan_qrcode_url with a random, encoded ticket, keep it, and reject every answer with another.",
        },
        new("qr-ticket-constant", Warning, At.Phone, TikTokPages.Qr, it => ScannedCode.Of(it) is { Ticket: not ("" or QrEndpoints.TicketPlaceholder) } scanned && it.Memory.TicketOf(scanned.Ticket) is { } first && first.PublicId != scanned.PublicId ? "the ticket of an earlier code" : null)
        {
            Title = "Two QR codes have the same ticket.",
            Why = "TikTok allows it, and a ticket that can be known beforehand proves nothing.",
            Mend = "Make a random ticket for each code.",
        },
    ];

    private static QrTrace? Code(Sighting it) => it.Sent("token") is { } token ? it.Memory.QrCodes.Find(token) : null;
}
