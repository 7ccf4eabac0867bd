using System.Collections.Frozen;
using System.Net;
using Tokgate.Emulator.Control;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Hosting;

/// <summary>
/// Keeps other sites out. A name that an attacker's DNS points at this machine is refused by its Host header; the control API also refuses
/// requests that a page of another origin made.
/// </summary>
internal sealed class HostGuard(IEnumerable<string> allowedHosts)
{
    // The real names too: a test may send its requests here without rewriting their Host. No attacker's DNS answers for these.
    private readonly FrozenSet<string> allowed = allowedHosts.Concat(RealNames.All).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public Answer? Refuse(Received request, HttpRequest http)
    {
        var host = http.Host.Host;
        if (!IsAllowed(host) || (http.IsHttps && !RealNames.Has(host))) // TLS is spoken at the front door alone, which knows the real names alone
        {
            return ControlAnswers.Error(
                421,
                new ControlProblem(
                    ErrorIds.HostNotAllowed,
                    "The emulator does not answer under this host name.",
                    "Host",
                    "Use localhost or 127.0.0.1, or list the name in Emulator__AllowedHosts (option AllowedHosts)."));
        }

        return request.Path.StartsWith(Paths.Control, StringComparison.Ordinal) ? RefuseForeignOrigin(request, http) : null;
    }

    private static Answer? RefuseForeignOrigin(Received request, HttpRequest http)
    {
        var own = $"{http.Scheme}://{request.Host}";
        var isForeign = (request.Origin.Length > 0 && !string.Equals(request.Origin, own, StringComparison.OrdinalIgnoreCase))
            || (http.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && !(http.Headers["Sec-Fetch-Mode"] == "navigate" && HttpMethods.IsGet(request.Method))
                && !request.Path.StartsWith(Paths.Media, StringComparison.Ordinal));
        return isForeign
            ? ControlAnswers.Error(
                403,
                new ControlProblem(
                    ErrorIds.ForeignOrigin,
                    "A page of another origin made this call.",
                    "Origin",
                    "Call the control API from a test or a shell, not from a web page. The emulator's own pages may."))
            : null;
    }

    private bool IsAllowed(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host == "127.0.0.1"
        || allowed.Contains(host)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
