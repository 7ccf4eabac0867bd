using System.Security.Cryptography;
using System.Text;

namespace Tokgate.TikTok;

/// <summary>Reads the answers of the QR endpoints.</summary>
internal static class QrCodeReading
{
    private const string Placeholder = "client_ticket=tobefilled";

    public static TikTokQrCode Created(Answer answer, string ticket, string state)
    {
        var url = answer.Root.StringOrNull("scan_qrcode_url");
        if (url is null || !url.Contains(Placeholder, StringComparison.Ordinal))
        {
            throw answer.Lacks("scan_qrcode_url");
        }

        return new TikTokQrCode
        {
            Content = url.Replace(Placeholder, $"client_ticket={ticket}", StringComparison.Ordinal),
            Token = Secret(answer, "token", answer.Root.StringOrNull("token"), QrCodeToken.From),
            ClientTicket = ticket,
            State = state,
        };
    }

    public static TikTokQrCodeCheck Checked(Answer answer, TikTokQrCode qrCode)
    {
        var text = answer.Root.StringOrNull("status");
        if (string.IsNullOrEmpty(text))
        {
            throw answer.Lacks("status");
        }

        var status = Status(text);
        // Someone else's scan must never sign in here. Empty is TikTok's way of saying that nobody has scanned.
        var ticket = answer.Root.StringOrNull("client_ticket") ?? string.Empty;
        if (!(ticket.Length == 0 && status != TikTokQrCodeStatus.Confirmed) && !FixedTimeEquals(ticket, qrCode.ClientTicket))
        {
            throw answer.Lacks("client_ticket");
        }

        if (status != TikTokQrCodeStatus.Confirmed)
        {
            return new TikTokQrCodeCheck { Status = status, StatusText = SafeText.Clean(text, 100) ?? string.Empty };
        }

        if (answer.Root.StringOrNull("state") is { Length: > 0 } state && !FixedTimeEquals(state, qrCode.State))
        {
            throw answer.Lacks("state");
        }

        return Confirmed(answer, text);
    }

    private static TikTokQrCodeCheck Confirmed(Answer answer, string text)
    {
        // TikTok's page has the code in the query of redirect_uri, and again a whole address in the field called code.
        var redirect = Callback.Split(answer.Root.StringOrNull("redirect_uri"));
        var code = Callback.Split(answer.Root.StringOrNull("code"));
        var bare = code.IsAddress ? null : answer.Root.StringOrNull("code");

        return new TikTokQrCodeCheck
        {
            Status = TikTokQrCodeStatus.Confirmed,
            StatusText = text,
            Code = Secret(answer, "code", redirect.Value("code") ?? code.Value("code") ?? bare, AuthorizationCode.From),
            RedirectUri = redirect.Address ?? code.Address,
            GrantedScopes = TikTokScopes.FromWire(redirect.Value("scopes") ?? code.Value("scopes")),
        };
    }

    private static TikTokQrCodeStatus Status(string text) => text switch
    {
        "new" => TikTokQrCodeStatus.New,
        "scanned" => TikTokQrCodeStatus.Scanned,
        "confirmed" => TikTokQrCodeStatus.Confirmed,
        "expired" => TikTokQrCodeStatus.Expired,
        "utilised" or "utilized" => TikTokQrCodeStatus.Utilised,
        _ => TikTokQrCodeStatus.Unknown,
    };

    private static T Secret<T>(Answer answer, string name, string? value, Func<string, T> from)
        where T : Secret
    {
        try
        {
            return from(value ?? string.Empty);
        }
        catch (ArgumentException)
        {
            throw answer.Lacks(name);
        }
    }

    private static bool FixedTimeEquals(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    /// <summary>An address with a query, as text; nothing when the text is no address.</summary>
    private readonly record struct Callback(string? Address, string Query)
    {
        public bool IsAddress => Address is not null;

        public static Callback Split(string? text)
        {
            if (text is null || !text.Contains("://", StringComparison.Ordinal))
            {
                return new Callback(null, string.Empty);
            }

            var withoutFragment = text.Split('#', 2)[0];
            var question = withoutFragment.IndexOf('?', StringComparison.Ordinal);
            return question < 0
                ? new Callback(withoutFragment, string.Empty)
                : new Callback(withoutFragment[..question], withoutFragment[(question + 1)..]);
        }

        /// <summary>Decoded once, here, because no framework has seen this query.</summary>
        public string? Value(string name)
        {
            foreach (var pair in Query.Split('&'))
            {
                var parts = pair.Split('=', 2);
                if (parts.Length == 2 && parts[0] == name && parts[1].Length > 0)
                {
                    return Uri.UnescapeDataString(parts[1]);
                }
            }

            return null;
        }
    }
}
