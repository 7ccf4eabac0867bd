using Microsoft.Extensions.Options;

namespace Tokgate.Server.Protocol;

/// <summary>Who we are: from configuration, never from a request. <see cref="Value"/> is compared byte for byte by every relying party.</summary>
internal sealed class Issuer
{
    public Issuer(IOptions<IssuerOptions> options)
    {
        Value = options.Value.Issuer!; // validated at start
        var uri = new Uri(Value);
        Host = uri.Host;
        Path = uri.AbsolutePath == "/" ? "" : uri.AbsolutePath;
        IsSecure = uri.Scheme == Uri.UriSchemeHttps;
    }

    public string Value { get; }

    public string Host { get; }

    /// <value>Empty, or with a leading and without a trailing slash.</value>
    public string Path { get; }

    /// <value>Whether cookies may be Secure and named __Host-: decided here and not by the request.</value>
    public bool IsSecure { get; }

    public string At(string path) => Value + path;

    public static string? Fault(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "is not set. Give the address under which browsers and applications reach the broker, for example https://login.example.com.";
        }

        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            return "is not an absolute http(s) address.";
        }

        if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback)
        {
            return "is http on a host that is not loopback. Use https.";
        }

        if (uri.UserInfo.Length > 0 || value.Contains('?', StringComparison.Ordinal) || value.Contains('#', StringComparison.Ordinal))
        {
            return "has a user name, a query or a fragment, which an issuer must not have.";
        }

        // One spelling only: relying parties compare strings, and what we publish must be what was configured.
        return value.EndsWith('/') || !string.Equals(uri.GetLeftPart(UriPartial.Path).TrimEnd('/'), value, StringComparison.Ordinal)
            ? "is not in its plain form: lower-case scheme and host, no default port, no trailing slash."
            : null;
    }
}
