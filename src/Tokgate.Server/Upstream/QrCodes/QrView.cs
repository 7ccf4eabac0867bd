namespace Tokgate.Server.Upstream.QrCodes;

/// <param name="Application">Whom the person signs in to.</param>
/// <param name="Handle">Of the code; without this browser's cookie it opens nothing.</param>
/// <param name="Content">What the code says.</param>
/// <param name="State">As far as is known.</param>
/// <param name="StatusAddress">Where the page's script asks.</param>
/// <param name="Phone">The phone of an emulator with this code before it; null at TikTok.</param>
internal sealed record QrView(string Application, string Handle, string Content, QrState State, string StatusAddress, string? Phone)
{
    public bool IsOver => State == QrState.Over;

    public bool IsScanned => State is QrState.Scanned or QrState.Confirmed;

    public override string ToString() => $"{nameof(QrView)} of {Application}";
}
