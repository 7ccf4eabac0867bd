using System.Globalization;
using System.Net;

namespace Tokgate.TikTok;

/// <summary>
/// TikTok's rules for redirect URIs, checked before anything is sent: TikTok itself names at most one parameter. Works on the text,
/// because TikTok compares byte for byte and <see cref="Uri"/> normalises.
/// See https://developers.tiktok.com/doc/login-kit-web and https://developers.tiktok.com/doc/login-kit-desktop.
/// </summary>
public static class TikTokRedirectUri
{
    private const int LengthLimit = 512;

    /// <summary>Checks a redirect URI as it would be registered.</summary>
    /// <param name="uri">The URI. For desktop the port may be <c>*</c>, in the registration only.</param>
    /// <param name="platform">Where it is registered.</param>
    /// <returns>Every rule that it breaks; empty when none.</returns>
    public static IReadOnlyList<TikTokRedirectUriProblem> Check(string uri, TikTokPlatform platform)
    {
        ArgumentNullException.ThrowIfNull(uri);

        var parts = RedirectUriParts.Split(uri);
        if (parts is null)
        {
            return [new(TikTokRedirectUriRule.Absolute, "It is not an absolute URI such as https://app.example/callback.", ErrorIds.RedirectUriNotAbsolute)];
        }

        var problems = new List<TikTokRedirectUriProblem>();
        void Refuse(bool isBroken, TikTokRedirectUriRule rule, string id, string message)
        {
            if (isBroken)
            {
                problems.Add(new TikTokRedirectUriProblem(rule, message, id));
            }
        }

        var isDesktop = platform == TikTokPlatform.Desktop;
        Refuse(
            !(parts.IsScheme("https") || (isDesktop && parts.IsScheme("http"))),
            TikTokRedirectUriRule.Scheme,
            ErrorIds.RedirectUriScheme,
            isDesktop ? "Its scheme must be http or https." : "Its scheme must be https. For http://localhost, register it under Desktop.");
        Refuse(uri.Length >= LengthLimit, TikTokRedirectUriRule.Length, ErrorIds.RedirectUriLength, "It must be under 512 characters.");
        Refuse(parts.HasQuery, TikTokRedirectUriRule.Query, ErrorIds.RedirectUriQuery, "It must have no query; carry data in state.");
        Refuse(parts.HasFragment, TikTokRedirectUriRule.Fragment, ErrorIds.RedirectUriFragment, "It must have no fragment.");
        Refuse(parts.HasCredentials, TikTokRedirectUriRule.Credentials, ErrorIds.RedirectUriCredentials, "It must hold no user name or password.");

        if (isDesktop)
        {
            Refuse(!IsDesktopHost(parts.Host), TikTokRedirectUriRule.Host, ErrorIds.RedirectUriHost, "Under Desktop its host must be localhost or 127.0.0.1, in lower case.");
            Refuse(parts.Port != "*" && !IsPort(parts.Port), TikTokRedirectUriRule.Port, ErrorIds.RedirectUriPort, "Under Desktop it must name a port from 1 to 65535, or * when registered.");
            Refuse(parts.Path.Length == 0, TikTokRedirectUriRule.Path, ErrorIds.RedirectUriPath, "Under Desktop it must have a path, such as /callback.");
        }
        else
        {
            Refuse(!IsPublicHost(parts.Host), TikTokRedirectUriRule.Host, ErrorIds.RedirectUriHost, "Its host must be a public host name, no address and not localhost. Register loopback under Desktop.");
            Refuse(parts.Port is not null && !IsPort(parts.Port), TikTokRedirectUriRule.Port, ErrorIds.RedirectUriPort, "Its port must be a number from 1 to 65535, or left out.");
        }

        return problems;
    }

    /// <summary>The platform that a redirect URI of a server can only be registered under.</summary>
    /// <param name="uri">The URI.</param>
    /// <returns>Desktop for loopback hosts; web for every other, https links of mobile apps among them.</returns>
    public static TikTokPlatform PlatformOf(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var host = RedirectUriParts.Split(uri)?.Host ?? string.Empty;
        return IsLoopback(host) ? TikTokPlatform.Desktop : TikTokPlatform.Web;
    }

    internal static bool HasWildcardPort(string uri) => RedirectUriParts.Split(uri)?.Port == "*";

    private static bool IsDesktopHost(string host) => host is "localhost" or "127.0.0.1";

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsPublicHost(string host) =>
        host.Length > 0
        && !string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        && !host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        && Uri.CheckHostName(host) == UriHostNameType.Dns
        && host.Contains('.', StringComparison.Ordinal);

    private static bool IsPort(string? port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535;
}
