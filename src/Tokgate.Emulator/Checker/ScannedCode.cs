using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Checker;

/// <summary>The address that a client drew as a QR code, as the phone's camera read it.</summary>
internal sealed record ScannedCode(string PublicId, string ClientKey, string Ticket)
{
    public static ScannedCode? Of(Sighting sighting)
    {
        var address = sighting.Sent("url") ?? sighting.Sent("scan_url");
        var question = address?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        return question >= 0 && FormFields.ParseQuery(address![question..]) is { } query // a question mark was found in it
            ? new ScannedCode(query["emulator_qr"] ?? "", query["client_key"] ?? "", query["client_ticket"] ?? "")
            : null;
    }
}
