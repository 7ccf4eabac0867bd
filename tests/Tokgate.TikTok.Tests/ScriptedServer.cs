using System.Net;
using System.Text;

namespace Tokgate.TikTok.Tests;

/// <summary>Says what no server can be made to say. Answers in order; a call too many throws.</summary>
internal sealed class ScriptedServer : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _answers = new();

    public List<Received> Requests { get; } = [];

    public int Unspent => _answers.Count;

    public ScriptedServer Answers(string body, int status = 200, params (string Name, string Value)[] headers)
    {
        _answers.Enqueue(_ =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            foreach (var (name, value) in headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return Task.FromResult(response);
        });
        return this;
    }

    public ScriptedServer Answers(HttpContent content)
    {
        _answers.Enqueue(_ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content }));
        return this;
    }

    public ScriptedServer Throws(Exception exception)
    {
        _answers.Enqueue(_ => Task.FromException<HttpResponseMessage>(exception));
        return this;
    }

    public ScriptedServer Hangs()
    {
        _answers.Enqueue(async token =>
        {
            var never = new TaskCompletionSource<HttpResponseMessage>();
            await using var registration = token.Register(() => never.TrySetCanceled(token));
            return await never.Task;
        });
        return this;
    }

    public TikTokClient Client(TimeProvider? time = null, TikTokClientOptions? options = null) =>
        new(new HttpClient(this, disposeHandler: false), options ?? The.Options(), time ?? new ManualTime());

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add(new Received(
            request.Method.Method,
            request.RequestUri!.AbsoluteUri, // HttpClient has checked it.
            body,
            request.Content?.Headers.ContentType?.MediaType,
            request.Headers.Authorization?.ToString()));
        return _answers.TryDequeue(out var answer)
            ? await answer(cancellationToken)
            : throw new InvalidOperationException("A call that the test did not plan.");
    }

    internal sealed record Received(string Method, string Address, string? Body, string? ContentType, string? Authorization)
    {
        public Dictionary<string, string> Form => (Body ?? string.Empty).Split('&')
            .Select(static pair => pair.Split('=', 2))
            .ToDictionary(static pair => WebUtility.UrlDecode(pair[0]), static pair => WebUtility.UrlDecode(pair[1]), StringComparer.Ordinal);
    }
}
