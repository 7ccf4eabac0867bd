using System.Text;

namespace Tokgate.Emulator.DropIn;

/// <summary>What a set-up says when it is up.</summary>
internal static class DropInReport
{
    public static string Text(DropInArguments arguments, DropInPlaces places, Uri control, LocalAuthority authority, IReadOnlyList<string> done)
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine("TikTok's names are Tokgate's emulator now. It is NOT TikTok: anyone can sign in as anyone. For development only.");
        text.AppendLine().AppendLine(arguments.Inside is null ? "On this machine:" : "For this command alone, on private copies of the machine's files:");
        foreach (var line in done)
        {
            text.Append("  ").AppendLine(line);
        }

        text.AppendLine().Append("  the emulator's own address   ").AppendLine(control.AbsoluteUri);
        text.Append("  the root certificate         ").Append(places.RootFile).Append("  (\"").Append(authority.CommonName).AppendLine("\", for these names only, seven days)");
        text.Append("  an app that is there         ").Append(TikTokEmulator.ProductionClientKey).Append("  (secret ").Append(TikTokEmulator.ClientSecret).AppendLine(")");
        if (arguments.HttpsPort != 443)
        {
            text.AppendLine().AppendLine(Redirect(arguments.HttpsPort));
        }

        if (arguments.Verb == "up")
        {
            text.AppendLine().AppendLine(Runtimes(places)).AppendLine().AppendLine("Ctrl+C ends it and puts everything back; `drop-in down` does, if it was killed.");
        }

        return text.ToString();
    }

    private static string Redirect(int port) => OperatingSystem.IsMacOS()
        ? $"Clients come to port 443. Redirect it: echo 'rdr pass inet proto tcp from any to 127.0.0.1 port 443 -> 127.0.0.1 port {port}' | sudo pfctl -ef -"
        : $"Clients come to port 443. Redirect it: iptables -t nat -A OUTPUT -o lo -p tcp --dport 443 -j REDIRECT --to-ports {port} (and ip6tables); the same with -D takes that back.";

    private static string Runtimes(DropInPlaces places) => $"""
        curl, Go, .NET, Ruby, PHP, Python's ssl   {(OperatingSystem.IsMacOS() ? $"sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain {places.RootFile} (not tried by us; remove it with `security remove-trusted-cert -d`)" : "trust it by the system")}
        Node, Python's requests, Java             eval "$(... drop-in env)" in the shell that starts them
        Chromium, Chrome                          {(places.CertificateDatabases.Count > 0 ? "see above" : "import the root certificate under Authorities (no NSS database was found)")}; a profile of its own keeps TikTok's real cookies out
        Firefox                                   import the root certificate under Authorities, and take it out afterwards: its profiles are not touched
        Anything with DNS over HTTPS or a proxy   asks others for the names: switch that off for it
        """;
}
