using Microsoft.Extensions.Primitives;
using Tokgate.Server.Keys;
using Tokgate.Server.Protocol;

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

    public Task DocumentAsync(HttpContext context) => WriteAsync(context, document.Document);

    public async Task KeySetAsync(HttpContext context) =>
        await WriteAsync(context, (await ring.GetAsync(context.RequestAborted)).KeySet);

    private static async Task WriteAsync(HttpContext context, PublicDocument document)
    {
        var response = context.Response;
        response.Headers.CacheControl = "public, max-age=300";
        response.Headers.ETag = document.Tag;
        response.Headers.AccessControlAllowOrigin = "*";
        if (IsKnown(context.Request.Headers.IfNoneMatch, document.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json";
        response.ContentLength = document.Bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(document.Bytes, context.RequestAborted);
        }
    }

    // A proxy that compresses marks our tag as weak.
    private static bool IsKnown(StringValues presented, string tag) => presented.Count > 0
        && presented.SelectMany(static value => value?.Split(',', StringSplitOptions.TrimEntries) ?? []).Any(value => value == tag || value == "W/" + tag || value == "*");
}
