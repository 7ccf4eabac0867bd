using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Tokgate.EndToEnd.Tests;

/// <summary>A folder of files on an origin of its own, as a web server that knows nothing of it serves them.</summary>
public sealed class PlainSite : IAsyncDisposable
{
    private readonly WebApplication _application;

    private PlainSite(WebApplication application)
    {
        _application = application;
        Address = new Uri($"http://localhost:{new Uri(application.Urls.Single()).Port}");
    }

    public Uri Address { get; }

    public static async Task<PlainSite> StartAsync(string folder)
    {
        var root = Path.Combine([PeerFiles.Root, .. folder.Split('/')]);
        if (!File.Exists(Path.Combine(root, "index.html")))
        {
            throw new InvalidOperationException($"{folder} is not built. ./test builds it: npm ci and npm run build.");
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        application.UseFileServer(new FileServerOptions { FileProvider = new PhysicalFileProvider(root) });
        await application.StartAsync();
        return new PlainSite(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
