using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Pages;

/// <summary>Scripts and styles of our pages: our own, and other people's with their licences.</summary>
/// <remarks>
/// Owns <c>/assets/…</c>: what is embedded from the folder Assets, and nothing else. A name has a version in it or a query that changes with the content, so browsers keep what they have for
/// good. Compressed once, when it is first asked for.
/// </remarks>
internal sealed class AssetEndpoints(Issuer issuer)
{
    public const string Path = "/assets/";

    private const string Prefix = "Assets/";
    private static readonly Assembly Holder = typeof(AssetEndpoints).Assembly;

    private readonly FrozenDictionary<string, Asset> assets = Holder.GetManifestResourceNames()
        .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(static name => name[Prefix.Length..].Replace('\\', '/'), static name => new Asset(name), StringComparer.Ordinal);

    /// <summary>Where a page finds it. It changes with the content, so what a browser keeps for good is never old.</summary>
    public string Address(string name) => $"{issuer.Path}{Path}{name}?v={assets[name].Tag}";

    public async Task SendAsync(HttpContext context)
    {
        if (!assets.TryGetValue((string?)context.GetRouteValue("name") ?? "", out var asset))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var response = context.Response;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.ContentType = asset.ContentType;
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.Vary = "Accept-Encoding";
        var isCompressed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (isCompressed)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        var bytes = isCompressed ? asset.Compressed : asset.Plain;
        response.ContentLength = bytes.Length;
        await response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }

    private sealed class Asset(string resource)
    {
        private readonly Lazy<byte[]> plain = new(() => Read(resource));
        private readonly Lazy<byte[]> compressed = new(() => Compress(Read(resource)));

        private readonly Lazy<string> tag = new(() => Convert.ToHexStringLower(SHA256.HashData(Read(resource)).AsSpan(0, 6)));

        public string Tag => tag.Value;

        public byte[] Plain => plain.Value;

        public byte[] Compressed => compressed.Value;

        public string ContentType { get; } = System.IO.Path.GetExtension(resource) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".woff2" => "font/woff2",
            _ => "text/plain; charset=utf-8",
        };

        private static byte[] Read(string resource)
        {
            using var stream = Holder.GetManifestResourceStream(resource)!; // a name that it gave us
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }

        private static byte[] Compress(byte[] bytes)
        {
            using var into = new MemoryStream();
            using (var gzip = new GZipStream(into, CompressionLevel.Optimal))
            {
                gzip.Write(bytes);
            }

            return into.ToArray();
        }
    }
}
