using System.Globalization;
using Tokgate.Server.Connections;
using static Tokgate.Server.TokgateServerFindingLevel;

namespace Tokgate.Server.Diagnosis;

/// <summary>Whether this machine and TikTok agree on what time it is: signatures of webhooks and every token live by it.</summary>
internal sealed class ClockExamination(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<TokgateServerFinding>> ExamineAsync(IEnumerable<Connection> connections, CancellationToken cancellationToken) => await Task.WhenAll(
        connections.Select(static connection => connection.Config.Live?.Endpoints.Api).OfType<Uri>().Distinct().Select(address => ClockAsync(address, cancellationToken)));

    private async Task<TokgateServerFinding> ClockAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            using var answer = await http.SendAsync(request, cancellationToken);
            if (answer.Headers.Date is not { } there)
            {
                return new("clock", Unknown, $"{address.Host} does not say what time it is.");
            }

            var skew = (time.GetUtcNow() - there).Duration();
            return skew <= MostSkew
                ? new("clock", Fine, $"within {MostSkew.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds of {address.Host}")
                : new("clock", Failed, $"{skew.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)} seconds away from {address.Host}. Tokens live by it: let the machine follow a time server.");
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new("clock", Unknown, $"{address.Host} could not be reached, so there is nothing to compare with.");
        }
    }
}
