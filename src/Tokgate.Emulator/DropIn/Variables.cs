using Tokgate.Emulator.Hosting;

namespace Tokgate.Emulator.DropIn;

/// <summary>How runtimes that bring their own roots are told of ours, and proxies that the real names are here.</summary>
internal static class Variables
{
    // Each of them replaces the roots that the program has, so it gets the system's and ours in one file.
    private static readonly string[] Replacing = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"];

    private static readonly string[] Proxies = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

    /// <summary>Files that the person's environment names already: what they trust goes on being trusted.</summary>
    public static IEnumerable<string> BundlesInUse(Func<string, string?> variable) =>
        Replacing.Append("NODE_EXTRA_CA_CERTS").Select(variable).OfType<string>().Where(File.Exists).Distinct(StringComparer.Ordinal);

    public static IEnumerable<KeyValuePair<string, string>> Of(DropInPlaces places, Uri control, Func<string, string?> variable)
    {
        // Node adds to its own roots; who had set it already goes on trusting what stood there.
        yield return new("NODE_EXTRA_CA_CERTS", variable("NODE_EXTRA_CA_CERTS") is { Length: > 0 } ? places.BundleFile : places.RootFile);
        foreach (var name in Replacing)
        {
            yield return new(name, places.BundleFile);
        }

        yield return new("JAVA_TOOL_OPTIONS", string.Join(
            ' ',
            ((string?[])[
                variable("JAVA_TOOL_OPTIONS"),
                $"-Djavax.net.ssl.trustStore={places.JavaTrustFile}",
                $"-Djavax.net.ssl.trustStoreType={JavaTrustStore.Type}",
                $"-Djavax.net.ssl.trustStorePassword={JavaTrustStore.Password}"]).OfType<string>()));
        if (Array.Exists(Proxies, name => variable(name) is { Length: > 0 }))
        {
            // A proxy would look the names up itself, and find the real ones.
            foreach (var name in (string[])["NO_PROXY", "no_proxy"])
            {
                yield return new(name, string.Join(',', ((string?[])[variable(name), .. RealNames.All, "localhost", "127.0.0.1"]).OfType<string>().Where(text => text.Length > 0)));
            }
        }

        yield return new("TOKGATE_EMULATOR", control.GetLeftPart(UriPartial.Authority));
    }
}
