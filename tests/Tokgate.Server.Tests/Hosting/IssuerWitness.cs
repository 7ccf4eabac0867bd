using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>
/// Sees every answer of the whole run, whatever the test is about: what goes to an application with a code or an error, by address or by form, names its issuer once and rightly
/// (RFC 9207; row S-01), and nothing leads to the
/// hosts that tests attack with, which all have "evil" in their names (row G-02).
/// </summary>
internal static class IssuerWitness
{
    // TikTok's answers to the broker go here; they have no issuer.
    private const string Upstream = "/login/callback";

    private static readonly ConcurrentDictionary<string, bool> Issuers = new(StringComparer.Ordinal) { [Broker.Issuer] = true };
    private static readonly Regex Field = new("<input type=\"hidden\" name=\"(?<name>code|error|iss)\" value=\"(?<value>[^\"]*)\"", RegexOptions.CultureInvariant);

    /// <summary>Issuers that a broker of this run has, or that are where the request went.</summary>
    public static void Know(string issuer) => Issuers[issuer] = true;

    public static void Observe(Uri asked, Uri? location, string body)
    {
        Assert.False(location is { IsAbsoluteUri: true } && location.Host.Contains("evil", StringComparison.OrdinalIgnoreCase), $"{asked.AbsolutePath} leads to {location}.");
        if (location is { IsAbsoluteUri: true } && !location.AbsolutePath.Contains(Upstream, StringComparison.Ordinal))
        {
            Check(asked, [.. location.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2).Select(pair => (pair[0], Uri.UnescapeDataString(pair[1])))]);
        }

        Check(asked, [.. Field.Matches(body).Select(match => (match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value)))]);
    }

    private static void Check(Uri asked, IReadOnlyList<(string Name, string Value)> members)
    {
        if (members.Any(member => member.Name is "code" or "error"))
        {
            var issuer = Assert.Single(members, member => member.Name == "iss").Value;
            Assert.True(Issuers.ContainsKey(issuer) || issuer == asked.GetLeftPart(UriPartial.Authority), $"{issuer} is no issuer of this run.");
        }
    }
}
