using System.Globalization;
using System.Text;
using QRCoder;

namespace Tokgate.Server.Pages;

/// <summary>An address as a picture that a phone reads: one path of black rows on white, whatever the page's colours are, because cameras expect that.</summary>
internal static class QrPicture
{
    /// <param name="text">What the phone reads.</param>
    /// <param name="label">What a screen reader says.</param>
    public static string Svg(string text, string label)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix; // with the quiet zone around it
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count;)
            {
                var begin = x;
                while (x < rows.Count && rows[y][x])
                {
                    x++;
                }

                if (x > begin)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{begin} {y}h{x - begin}v1h{begin - x}z");
                }
                else
                {
                    x++;
                }
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{System.Net.WebUtility.HtmlEncode(label)}" viewBox="0 0 {rows.Count} {rows.Count}" width="220" height="220" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{rows.Count}v{rows.Count}H0z"/><path fill="#000" d="{path}"/></svg>""");
    }
}
