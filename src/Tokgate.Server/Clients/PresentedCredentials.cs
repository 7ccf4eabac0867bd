using Microsoft.Extensions.Primitives;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Clients;

/// <summary>How a caller says who it is, read and not yet believed (RFC 6749, 2.3; RFC 7521, 4.2).</summary>
internal sealed class PresentedCredentials
{
    public const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private PresentedCredentials(string clientId, ClientAuthMethod method, string? secret, SignedAssertion? assertion)
    {
        ClientId = clientId;
        Method = method;
        Secret = secret;
        Assertion = assertion;
    }

    public string ClientId { get; }

    public ClientAuthMethod Method { get; }

    public string? Secret { get; }

    public SignedAssertion? Assertion { get; }

    public static OAuthError? Read(StringValues authorization, Parameters form, out PresentedCredentials credentials)
    {
        credentials = null!; // read only when there is no error
        var hasHeader = authorization.Count > 0;
        var hasSecret = form.Has("client_secret");
        var hasAssertion = form.Has("client_assertion") || form.Has("client_assertion_type");
        if ((hasHeader ? 1 : 0) + (hasSecret ? 1 : 0) + (hasAssertion ? 1 : 0) > 1)
        {
            return OAuthError.InvalidRequest("More than one way of client authentication was used.");
        }

        if (hasHeader)
        {
            return ReadBasic(authorization, form, out credentials);
        }

        if (hasAssertion)
        {
            return ReadAssertion(form, out credentials);
        }

        if (form["client_id"] is not { } clientId)
        {
            return OAuthError.InvalidClient(byHeader: false);
        }

        credentials = form["client_secret"] is { } secret
            ? new PresentedCredentials(clientId, ClientAuthMethod.Post, secret, null)
            : new PresentedCredentials(clientId, ClientAuthMethod.None, null, null);
        return null;
    }

    private static OAuthError? ReadBasic(StringValues authorization, Parameters form, out PresentedCredentials credentials)
    {
        credentials = null!; // as above
        var header = authorization.Count == 1 ? authorization[0] : null;
        if (header is null || !header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || header.Length > 2048)
        {
            return OAuthError.InvalidClient(byHeader: true);
        }

        Span<byte> bytes = stackalloc byte[1536];
        if (!Convert.TryFromBase64Chars(header.AsSpan(6).Trim(), bytes, out var length))
        {
            return OAuthError.InvalidClient(byHeader: true);
        }

        // RFC 6749, 2.3.1: both halves are form-encoded before they are joined, so a colon in them is %3A and the first one is the joint.
        var pair = bytes[..length];
        var colon = pair.IndexOf((byte)':');
        if (colon < 1 || !FormText.TryDecode(pair[..colon], out var clientId) || !FormText.TryDecode(pair[(colon + 1)..], out var secret) || secret.Length == 0)
        {
            return OAuthError.InvalidClient(byHeader: true);
        }

        if (form["client_id"] is { } other && !string.Equals(other, clientId, StringComparison.Ordinal))
        {
            return OAuthError.InvalidRequest("The client_id of the body is not that of the Authorization header.");
        }

        credentials = new PresentedCredentials(clientId, ClientAuthMethod.Basic, secret, null);
        return null;
    }

    private static OAuthError? ReadAssertion(Parameters form, out PresentedCredentials credentials)
    {
        credentials = null!; // as above
        if (form["client_assertion_type"] != JwtBearer)
        {
            return OAuthError.InvalidRequest("The client_assertion_type is missing or not supported.");
        }

        if (SignedAssertion.Parse(form["client_assertion"]) is not { } assertion || (form["client_id"] is { } other && !string.Equals(other, assertion.ClientId, StringComparison.Ordinal)))
        {
            return OAuthError.InvalidClient(byHeader: false);
        }

        credentials = new PresentedCredentials(assertion.ClientId, ClientAuthMethod.PrivateKeyJwt, null, assertion);
        return null;
    }
}
