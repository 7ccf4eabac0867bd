using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Tokgate.Server.Management;

namespace Tokgate.Server.Local;

/// <summary>The broker's requests without a network: what is called is what would be called over HTTP, with the same checks, answers and trail, in this process.</summary>
internal sealed class LocalServer : IServer
{
    private Func<IFeatureCollection, Task>? process;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        process = async features =>
        {
            var context = application.CreateContext(features);
            try
            {
                await application.ProcessRequestAsync(context);
                application.DisposeContext(context, exception: null);
            }
            catch (Exception exception)
            {
                application.DisposeContext(context, exception);
                throw;
            }
        };
        return Task.CompletedTask;
    }

    /// <param name="issuer">Whose host name the call is for.</param>
    /// <param name="method">GET, POST, …</param>
    /// <param name="path">With the query, from the issuer on.</param>
    /// <param name="json">The body; null for none.</param>
    /// <param name="actor">Who the trail says it was.</param>
    public async Task<TokgateServerLocalAnswer> SendAsync(Uri issuer, string method, string path, string? json, string actor)
    {
        var target = new Uri(issuer.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);
        var request = new HttpRequestFeature
        {
            Method = method,
            Scheme = issuer.Scheme,
            Protocol = "HTTP/1.1",
            Path = Uri.UnescapeDataString(target.AbsolutePath),
            QueryString = target.Query,
            RawTarget = target.PathAndQuery,
        };
        request.Headers.Host = issuer.Authority;
        if (json is not null)
        {
            var body = Encoding.UTF8.GetBytes(json);
            request.Body = new MemoryStream(body);
            request.Headers.ContentType = "application/json";
            request.Headers.ContentLength = body.Length;
        }

        using var told = new MemoryStream();
        var response = new HttpResponseFeature();
        var features = new FeatureCollection();
        var written = new StreamResponseBodyFeature(told);
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(written);
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = IPAddress.Loopback });
        features.Set(new LocalOperator(actor));
        await (process ?? throw new InvalidOperationException("The broker was not started."))(features);
        await written.CompleteAsync();
        return new TokgateServerLocalAnswer(response.StatusCode, Encoding.UTF8.GetString(told.ToArray()));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }
}
