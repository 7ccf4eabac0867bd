using Tokgate.Server.Keys;

namespace Tokgate.Server.Discovery;

/// <summary>OpenID Connect Discovery, RFC 8414 and the key set.</summary>
/// <remarks>
/// Owns <c>/.well-known/openid-configuration</c>, <c>/.well-known/oauth-authorization-server</c> (also in RFC 8414's form with the issuer's path behind it)
/// and <c>/.well-known/jwks.json</c>. Anyone may read them, from any origin, and keep them for five minutes, which is less than a new key is announced.
/// </remarks>
internal sealed class DiscoveryEndpoints(DiscoveryDocument document, SigningKeyRing ring)
{
    public const string OpenIdPath = "/.well-known/openid-configuration";
    public const string OAuthPath = "/.well-known/oauth-authorization-server";
    public const string KeySetPath = "/.well-known/jwks.json";

    public Task DocumentAsync(HttpContext context) => WriteAsync(context, "application/json", document.Bytes);

    public async Task KeySetAsync(HttpContext context) =>
        await WriteAsync(context, "application/json", (await ring.GetAsync(context.RequestAborted)).KeySet);

    private static async Task WriteAsync(HttpContext context, string type, ReadOnlyMemory<byte> bytes)
    {
        var response = context.Response;
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "public, max-age=300";
        response.Headers.AccessControlAllowOrigin = "*";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
