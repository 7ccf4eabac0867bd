using System.Web;
using Tokgate.Server.Pages;
using Tokgate.TikTok;

namespace Tokgate.Server.Upstream;

/// <summary>
/// Asks for TikTok's page as a browser would that nobody has signed in with. A set-up that TikTok refuses never comes back to us: it stays on its page, which repeats the
/// address with the error in it, and that redirect can be read here.
/// </summary>
internal sealed class AuthorizeProbe : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };

    /// <summary>What TikTok refuses about the address; null if it was seen to refuse nothing.</summary>
    /// <exception cref="HttpRequestException">TikTok could not be reached from here.</exception>
    /// <exception cref="TaskCanceledException">It did not answer in time.</exception>
    public async Task<Failure?> AskAsync(string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if ((int)answer.StatusCode >= 400)
        {
            throw new HttpRequestException($"TikTok's page answered {(int)answer.StatusCode}.", null, answer.StatusCode);
        }

        if (answer.Headers.Location is not { } location)
        {
            return null;
        }

        // Ours to look at only while it is TikTok's page: elsewhere these words are another's.
        var there = new Uri(new Uri(address), location);
        var asked = new Uri(address);
        var query = HttpUtility.ParseQueryString(there.Query);
        return there.Host == asked.Host && there.AbsolutePath == asked.AbsolutePath && query["error"] is { Length: > 0 } code && query["error_type"] is { Length: > 0 } type
            ? FailureCatalogue.Of(new TikTokError { Code = code, Type = type, Endpoint = TikTokEndpoint.Authorize, LogId = query["logid"] ?? query["log_id"] })
            : null;
    }

    public void Dispose() => http.Dispose();
}
