using Tokgate.Emulator.Authorize;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Qr;

/// <summary>The TikTok app on somebody's phone, as far as QR codes go: scan, then confirm or turn down.</summary>
internal sealed class QrPhone(World world, QrEndpoints codes)
{
    private readonly AuthorizeRedirects redirects = new(world);

    /// <summary>The code behind a scanned address and the ticket in it, or what is wrong with the address.</summary>
    public string? Read(string? scanned, out QrCode? code, out string ticket)
    {
        code = null;
        ticket = "";
        var question = scanned?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        if (question < 0 || FormFields.ParseQuery(scanned![question..]) is not { } query || query["emulator_qr"] is not { } id)
        {
            return "This is not an address from the emulator's get_qrcode.";
        }

        code = codes.Codes.Entries.Select(entry => entry.Value).FirstOrDefault(candidate => candidate.PublicId == id);
        ticket = query["client_ticket"] ?? "";
        return code is null ? "The code behind this address is unknown or too old."
            : ticket is "" or QrEndpoints.TicketPlaceholder ? "client_ticket still is the placeholder: the application has to put its own in before it shows the code."
            : ticket.Length > 512 ? "client_ticket is too long."
            : null;
    }

    /// <summary>What went wrong, or null.</summary>
    public string? Act(QrCode code, string ticket, string action, string? username)
    {
        var now = world.Clock.Now;
        if (action is "deny" or "expire")
        {
            return code.TryExpire(now) ? null : $"The code is {code.Status(now)}.";
        }

        if (world.Users.Find(username) is not { } user)
        {
            return "There is no such person.";
        }

        if (world.Apps.Find(code.ClientKey) is not { } app || !app.Admits(user))
        {
            return "The app is a sandbox and this person is not one of its target users (access_denied, non_sandbox_target).";
        }

        if (!code.TryScan(ticket, user, now))
        {
            return $"The code is {code.Status(now)}.";
        }

        if (action == "scan")
        {
            return null;
        }

        string[] granted = [.. code.Scopes.Where(scope => scope == Scopes.Basic || user.CanGrant(scope))];
        var asked = new AuthorizeRequest(app, AppPlatform.Web, code.RedirectUri, code.Scopes, code.State, CodeChallenge: null, AlwaysAsk: true);
        return code.TryConfirm(now, _ => redirects.Granted(asked, user, granted)) ? null : $"The code is {code.Status(now)}.";
    }
}
