using System.Globalization;
using System.Text.RegularExpressions;
using Tokgate.Server.Pages;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Pages;

public sealed class QrPictureTests
{
    [Theory]
    [InlineData("otpauth://totp/Tokgate%20login.example.com:owner?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Tokgate%20login.example.com")]
    [InlineData("short")]
    public async Task A_camera_reads_the_text_out_of_the_picture(string text)
    {
        var svg = QrPicture.Svg(text, "a <label>");
        var size = int.Parse(Regex.Match(svg, "viewBox=\"0 0 (\\d+) \\1\"").Groups[1].Value, CultureInfo.InvariantCulture);
        var rows = Enumerable.Range(0, size).Select(_ => Enumerable.Repeat('0', size).ToArray()).ToArray();
        foreach (Match run in Regex.Matches(svg, @"M(\d+) (\d+)h(\d+)v1h-\d+z"))
        {
            var (x, y, length) = (Number(run, 1), Number(run, 2), Number(run, 3));
            Array.Fill(rows[y], '1', x, length);
        }

        using var node = Peers.Start("read-qr.mjs", "jsqr");
        await node.StandardInput.WriteAsync(string.Join('\n', rows.Select(static row => new string(row))));
        node.StandardInput.Close();

        Assert.Equal(text, await node.StandardOutput.ReadToEndAsync());
        Assert.Contains("aria-label=\"a &lt;label&gt;\"", svg, StringComparison.Ordinal);

        static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }
}
