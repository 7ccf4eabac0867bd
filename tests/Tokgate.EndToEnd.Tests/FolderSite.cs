using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Tokgate.EndToEnd.Tests;

/// <summary>A folder of files on an origin of its own.</summary>
public sealed class FolderSite : IAsyncDisposable
{
    private readonly WebApplication _application;

    private FolderSite(WebApplication application)
    {
        _application = application;
        Address = new Uri($"http://localhost:{new Uri(application.Urls.Single()).Port}");
    }

    public Uri Address { get; }

    /// <summary>As a web server that knows nothing of it serves them.</summary>
    public static Task<FolderSite> StartAsync(string folder)
    {
        _ = Find(folder, "index.html");
        return StartAsync(site => site.UseFileServer(new FileServerOptions { FileProvider = new PhysicalFileProvider(Root(folder)) }));
    }

    /// <summary>
    /// As any web server would serve an application of one page, with the browser package under <c>/tokgate</c> and the strictest policy that a page can have. Samples name
    /// the playground's broker; here they get the tests' one.
    /// </summary>
    public static Task<FolderSite> StartAsync(Uri issuer, string folder)
    {
        var broker = issuer.GetLeftPart(UriPartial.Authority);
        return StartAsync(site => site.MapGet("/{**path}", async (HttpContext context, string? path) =>
        {
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' {broker}; form-action 'self' {broker}; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
            var file = path?.StartsWith("tokgate/", StringComparison.Ordinal) == true ? Find("web/sdk/dist", path["tokgate/".Length..]) : Find(folder, path ?? "");
            context.Response.ContentType = Path.GetExtension(file) switch
            {
                ".js" => "text/javascript",
                ".css" => "text/css",
                _ => "text/html; charset=utf-8",
            };
            await context.Response.WriteAsync((await File.ReadAllTextAsync(file)).Replace("http://localhost:5081", broker, StringComparison.Ordinal), Encoding.UTF8);
        }));
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static async Task<FolderSite> StartAsync(Action<WebApplication> serve)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        serve(application);
        await application.StartAsync();
        return new FolderSite(application);
    }

    private static string Root(string folder) => Path.Combine([PeerFiles.Root, .. folder.Split('/')]);

    // An address that is no file is one of the page's own.
    private static string Find(string folder, string path)
    {
        var root = Root(folder);
        var file = Path.GetFullPath(path, root);
        if (file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file))
        {
            return file;
        }

        var page = Path.Combine(root, "index.html");
        return File.Exists(page) ? page : throw new InvalidOperationException($"{folder} is not built. ./test builds it: npm ci and npm run build.");
    }
}
