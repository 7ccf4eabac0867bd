using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Tokgate.Bench;

/// <summary>
/// One kept-alive HTTP/1.1 connection that does just enough: HttpClient costs more than the servers measured here, and would be what is measured.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[16 * 1024];
    private int _filled;

    /// <summary>How long each exchange since the last <see cref="Forget"/> took, in their order.</summary>
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>Of all the <see cref="Waits"/>, how much the server waited for another one.</summary>
    public TimeSpan Upstream { get; private set; }

    public void Forget()
    {
        Waits.Clear();
        Upstream = TimeSpan.Zero;
    }

    public static async Task<RawConnection> OpenAsync(Uri server)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(server.Host, server.Port);
        return connection;
    }

    public static byte[] Get(Uri server, string target, string? cookies = null, string? bearer = null) => Encoding.ASCII.GetBytes(
        $"GET {target} HTTP/1.1\r\nHost: {server.Authority}\r\n{Header("Cookie", cookies)}{Header("Authorization", bearer is null ? null : $"Bearer {bearer}")}\r\n");

    public static byte[] Post(Uri server, string target, string form) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST {target} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}"));

    /// <summary>Sends a request and reads its answer whole.</summary>
    public async Task<RawAnswer> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        var began = Stopwatch.GetTimestamp();
        await _socket.SendAsync(request);
        _filled = 0;
        var head = -1;
        while (head < 0)
        {
            await FillAsync();
            head = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
        }

        var answer = RawAnswer.Parse(Encoding.ASCII.GetString(_buffer, 0, head));
        var body = head + 4;
        if (answer.IsChunked)
        {
            while (!_buffer.AsSpan(body, _filled - body).EndsWith("0\r\n\r\n"u8))
            {
                await FillAsync();
            }
        }
        else
        {
            while (_filled < body + answer.ContentLength)
            {
                await FillAsync();
            }
        }

        answer.Body = Encoding.UTF8.GetString(_buffer, body, _filled - body);
        Waits.Add(Stopwatch.GetElapsedTime(began));
        Upstream += answer.Upstream;
        return answer;
    }

    public void Dispose() => _socket.Dispose();

    private static string Header(string name, string? value) => string.IsNullOrEmpty(value) ? string.Empty : $"{name}: {value}\r\n";

    private async Task FillAsync()
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
        _filled += read > 0 ? read : throw new IOException("The server closed the connection.");
    }
}
