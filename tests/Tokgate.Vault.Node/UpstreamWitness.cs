namespace Tokgate.Vault.Node;

/// <summary>Stops before a request leaves, or when its answer is here.</summary>
internal sealed class UpstreamWitness(Points points) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await points.PassAsync(Point.BeforeSend);
        var response = await base.SendAsync(request, cancellationToken);
        await points.PassAsync(Point.Answered);
        return response;
    }
}
