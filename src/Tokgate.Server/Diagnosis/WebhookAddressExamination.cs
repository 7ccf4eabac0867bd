using System.Globalization;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;
using Tokgate.Server.Webhooks;
using Tokgate.TikTok;
using static Tokgate.Server.TokgateServerFindingLevel;

namespace Tokgate.Server.Diagnosis;

/// <summary>Whether a connection's webhook address leads here, as far as this machine can see: the broker asks itself by its public address, and by no other.</summary>
internal sealed class WebhookAddressExamination(WebhookReach reach, Issuer issuer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<TokgateServerFinding> ExamineAsync(Connection connection, CancellationToken cancellationToken)
    {
        var check = $"{ConnectionExamination.Named(connection)}: webhook address";
        var address = issuer.At($"/webhooks/tiktok/{connection.Name}");
        try
        {
            var question = reach.Ask(connection);
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(question.Body) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.TryAddWithoutValidation(TikTokWebhook.SignatureHeader, question.Signature);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var proof = answer.Headers.TryGetValues(WebhookReach.AnswerHeader, out var values) ? values.First() : null;
            return reach.IsAnswer(connection, question, proof)
                ? new(check, Fine, $"{address} leads here, and body and signature come through as they were sent{(issuer.IsSecure ? ", seen from this machine" : "; but TikTok delivers to public https addresses only")}")
                : new(check, Grave(Failed), string.Create(CultureInfo.InvariantCulture, $"{address} was answered with {(int)answer.StatusCode}, and not by this broker: something else answers there, or something in between turns the request away, drops its header {TikTokWebhook.SignatureHeader} or changes its body. Look at where the proxy sends that address. ({ErrorIds.WebhookAddressForeign})"));
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(check, Grave(Warning), $"{address} could not be reached from this machine. Some networks do not let a machine reach itself from outside; if nobody else can reach it either, look at DNS, certificate, proxy and firewall.");
        }
    }

    // On http it is somebody's own machine, to which TikTok delivers nothing in any case.
    private TokgateServerFindingLevel Grave(TokgateServerFindingLevel level) => issuer.IsSecure ? level : Unknown;
}
