using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>What a request asks of PostgreSQL, by the driver's own traces: whoever writes the statement, EF or we, it is seen here. Requests are told apart by the trace that the caller begins.</summary>
internal sealed class StatementWitness : IDisposable
{
    private readonly ConcurrentQueue<(ActivityTraceId Trace, string Statement)> seen = [];
    private readonly ActivityListener listener;

    public StatementWitness()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Note,
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>The answer, and the statements that it took, in their order.</summary>
    public async Task<(Answer Answer, IReadOnlyList<string> Statements)> PostAsync(Broker broker, string path, AuthenticationHeaderValue authorization, params (string Name, string Value)[] form)
    {
        var trace = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = authorization;
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        request.Content = new FormUrlEncodedContent(form.Select(static pair => KeyValuePair.Create(pair.Name, pair.Value)));
        var answer = await Answer.OfAsync(await broker.Http.SendAsync(request));
        return (answer, Of(trace));
    }

    /// <summary>The statements of a trace that the caller began, in their order.</summary>
    public IReadOnlyList<string> Of(ActivityTraceId trace) => [.. seen.Where(one => one.Trace == trace).Select(static one => one.Statement)];

    public void Dispose() => listener.Dispose();

    private void Note(Activity activity)
    {
        if (activity.Source.Name == "Npgsql" && (activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is string statement)
        {
            seen.Enqueue((activity.TraceId, statement));
        }
    }
}
