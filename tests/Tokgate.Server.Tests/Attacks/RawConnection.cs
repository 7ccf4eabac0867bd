using System.Net.Sockets;
using System.Text;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>Bytes to the broker as no HTTP client would send them, and all that comes back until it closes or says nothing more.</summary>
internal static class RawConnection
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    public static async Task<string> SendAsync(Uri address, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        var stream = socket.GetStream();
        var answer = new StringBuilder();
        using var patience = new CancellationTokenSource(Silence);
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), patience.Token);
            var buffer = new byte[16 * 1024];
            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and var length)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, length));
            }
        }
        catch (OperationCanceledException)
        {
            // It says nothing more, and keeps the connection open.
        }
        catch (IOException)
        {
            // Refused while we were still sending: what came before is the answer.
        }

        return answer.ToString();
    }

    public static int StatusOf(string answer) => answer.Length < 12 ? 0 : int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
}
