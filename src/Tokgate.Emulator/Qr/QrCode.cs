using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Qr;

/// <summary>One QR code on somebody's screen. All changes go through its lock: scan, answer and poll race.</summary>
internal sealed class QrCode
{
    private readonly Lock gate = new();
    private string status = "new";
    private string ticket = "";
    private TikTokUser? person;
    private string? address;

    /// <summary>Stands in the scanned address; the polling token does not.</summary>
    public required string PublicId { get; init; }

    public required string ClientKey { get; init; }

    public required string RedirectUri { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public string? State { get; init; }

    public required DateTimeOffset Until { get; init; }

    public string Status(DateTimeOffset now)
    {
        lock (gate)
        {
            return StatusLocked(now);
        }
    }

    public bool TryScan(string clientTicket, TikTokUser user, DateTimeOffset now)
    {
        lock (gate)
        {
            if (StatusLocked(now) is not ("new" or "scanned"))
            {
                return false;
            }

            (status, ticket, person) = ("scanned", clientTicket, user);
            return true;
        }
    }

    /// <summary>The callback makes the code and the address to go back to; it is called at most once.</summary>
    public bool TryConfirm(DateTimeOffset now, Func<TikTokUser, string> callback)
    {
        lock (gate)
        {
            if (StatusLocked(now) != "scanned" || person is null)
            {
                return false;
            }

            (status, address) = ("confirmed", callback(person));
            return true;
        }
    }

    /// <summary>TikTok documents no status for a denial; the code just expires.</summary>
    public bool TryExpire(DateTimeOffset now)
    {
        lock (gate)
        {
            if (StatusLocked(now) is not ("new" or "scanned"))
            {
                return false;
            }

            status = "expired";
            return true;
        }
    }

    /// <summary>What a poll sees. The callback address is there once: the poll that sees <c>confirmed</c> uses it up.</summary>
    public (string Status, string Ticket, string? Address) Poll(DateTimeOffset now)
    {
        lock (gate)
        {
            var seen = StatusLocked(now);
            if (seen == "confirmed")
            {
                status = "utilised";
            }

            return (seen, seen == "expired" ? "" : ticket, seen == "confirmed" ? address : null);
        }
    }

    private string StatusLocked(DateTimeOffset now)
    {
        if (status is "new" or "scanned" && now >= Until)
        {
            status = "expired";
        }

        return status;
    }
}
