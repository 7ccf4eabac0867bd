using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Tokgate.Server.Connections;

namespace Tokgate.Server.Upstream;

/// <summary>
/// Stops asking a TikTok that answers nobody (T-53), so that people read so at once instead of after the whole deadline. Counted per connection and node. One
/// answer of any kind ends it, and so would half of TikTok being well: it is for a TikTok that is gone, and not for one that is moody.
/// </summary>
internal sealed partial class UpstreamBreaker(IOptions<UpstreamOptions> options, ConnectionDirectory connections, TimeProvider time, ILogger<UpstreamBreaker> log)
{
    private readonly ConcurrentDictionary<string, UpstreamLine> lines = new(StringComparer.Ordinal);

    /// <summary>A callback's turn, to be disposed at its end. With a wait in it, TikTok is not to be asked.</summary>
    public UpstreamTurn Enter(string connection)
    {
        // Whatever strangers write into an address must not stay here.
        if (options.Value.BreakAfter == 0 || connections.Find(connection) is null)
        {
            return new UpstreamTurn(null, null);
        }

        return lines.GetOrAdd(connection, name => new UpstreamLine(options.Value, time, isOpen => Tell(name, isOpen))).Enter();
    }

    private void Tell(string connection, bool isOpen)
    {
        if (isOpen)
        {
            LogOpened(log, ErrorIds.UpstreamUnavailable, options.Value.BreakAfter, connection, options.Value.BreakFor);
        }
        else
        {
            LogClosed(log, connection);
        }
    }
}
