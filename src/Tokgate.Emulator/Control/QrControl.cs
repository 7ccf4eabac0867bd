using Tokgate.Emulator.Qr;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Control;

/// <summary><c>POST /_emulator/qr</c>: the phone, for scripts. The page for people is <c>/_emulator/scan</c>.</summary>
internal sealed class QrControl(QrPhone phone)
{
    public Answer Act(Received request)
    {
        if (ControlBody.Read(request, out var body) is { } refusal)
        {
            return refusal;
        }

        var scanned = body.RequiredText("scan_url", null);
        var user = body.Text("user", null);
        var action = body.Choice("action", "confirm", "scan", "confirm", "deny", "expire");
        if (body.Refuse() is { } bad)
        {
            return bad;
        }

        if ((phone.Read(scanned, out var code, out var ticket) ?? phone.Act(code!, ticket, action, user)) is not { } wrong) // read, so there
        {
            return ControlAnswers.NoContent();
        }

        return ControlAnswers.Error(
            409, new ControlProblem(ErrorIds.BadMember, wrong, "$.scan_url", "Send a fresh address from get_qrcode, with your own client_ticket in it."));
    }
}
