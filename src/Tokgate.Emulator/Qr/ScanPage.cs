using Tokgate.Emulator.Pages;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Qr;

/// <summary>The page that stands in for a phone's camera: <c>/_emulator/scan</c>.</summary>
/// <remarks>
/// Owns the list of pending codes and the form. A POST here needs no token of its own: the guard refuses foreign origins, and it changes nothing
/// that a call of the control API could not.
/// </remarks>
internal sealed class ScanPage(World world, QrEndpoints codes, QrPhone phone)
{
    public Answer Show(Received request) => Render(request.Query?["url"], null, null);

    public Answer Submit(Received request)
    {
        var form = request.ReadForm();
        var scanned = form?["url"];
        if (form is null || form["action"] is not ("scan" or "confirm" or "deny" or "expire"))
        {
            return Render(scanned, "The form was not understood.", null);
        }

        var wrong = phone.Read(scanned, out var code, out var ticket) ?? phone.Act(code!, ticket, form["action"]!, form["user"]); // read, so there
        return Render(scanned, wrong, wrong is null ? $"Done: the code is {code!.Status(world.Clock.Now)}." : null);
    }

    private Answer Render(string? scanned, string? wrong, string? done) => Page.Answer(
        "Scan a QR code – TikTok emulator",
        Html.Of($"""
            <section class="card">
            <h1>Scan a QR code</h1>
            <p class="soft">You are holding a phone with TikTok. Give it the address that the application shows as a QR code.</p>
            {(wrong is null ? Html.Empty : Html.Of($"<p role=\"alert\" data-testid=\"scan-error\"><strong>{wrong}</strong></p>"))}
            {(done is null ? Html.Empty : Html.Of($"<p role=\"status\" data-testid=\"scan-done\"><strong>{done}</strong></p>"))}
            <form method="post" action="{Paths.Scan}">
            <div class="field"><label for="url">Scanned address</label><input type="text" id="url" name="url" value="{scanned}" placeholder="aweme://authorize?…" autocomplete="off" required data-testid="scan-url"></div>
            <div class="field"><label for="user">Phone of</label><select id="user" name="user" data-testid="scan-user">
            {Html.Join(world.Users.All.OrderBy(user => user.Username, StringComparer.Ordinal).Take(200).Select(user => Html.Of($"<option value=\"{user.Username}\">{user.DisplayName ?? user.Username} (@{user.Username})</option>")))}
            </select></div>
            <div class="buttons"><button class="button primary" name="action" value="confirm" data-testid="scan-confirm">Scan and confirm</button>
            <div class="row"><button class="button secondary" name="action" value="scan" data-testid="scan-only">Only scan</button>
            <button class="button secondary" name="action" value="deny" data-testid="scan-deny">Turn down</button>
            <button class="button secondary" name="action" value="expire" data-testid="scan-expire">Let it expire</button></div></div>
            </form></section>
            <section class="card"><h2>Codes on screens</h2>{Pending()}</section>
            """));

    private Html Pending()
    {
        var now = world.Clock.Now;
        var rows = codes.Codes.Entries.Select(entry => entry.Value).OrderByDescending(code => code.Until).Take(20)
            .Select(code => Html.Of($"<tr><td><code>{code.ClientKey}</code></td><td>{code.Status(now)}</td><td>{Scopes.Join(code.Scopes)}</td></tr>"))
            .ToArray();
        return rows.Length == 0
            ? Html.Of($"<p class=\"soft\">None. An application asks for one with <code>POST {Paths.GetQrCode}</code>.</p>")
            : Html.Of($"<div class=\"scroll\"><table><thead><tr><th>App</th><th>Status</th><th>Scopes</th></tr></thead><tbody>{Html.Join(rows)}</tbody></table></div>");
    }
}
