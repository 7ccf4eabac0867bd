namespace Tokgate.Emulator.Hosting;

/// <summary>The command line as people type it. ASP.NET's reader passes over what it does not know, and the emulator would start with a typo unheard.</summary>
internal static class ProgramArguments
{
    public const string Help = """
        Tokgate's TikTok emulator: TikTok's sign-in and API on this machine. It is NOT TikTok. For development only.

        Options, on the command line or in the environment:

          --Emulator:Port 5082                  Emulator__Port                   the port on localhost; 0: any free one
          --Emulator:StateFile state.json       Emulator__StateFile              keeps apps, people and tokens between runs
          --Emulator:PlaygroundCallbacks a,b    Emulator__PlaygroundCallbacks    more loopback redirect URIs for the two apps that are there
          --Emulator:PlaygroundWebhook url      Emulator__PlaygroundWebhook      where the production app that is there sends its webhooks
          --Emulator:AllowedHosts a,b           Emulator__AllowedHosts           more host names to answer under
          --Emulator:DangerousListenAddress ip  Emulator__DangerousListenAddress listens beyond loopback: whoever reaches it can sign in as anyone
          --help                                                                 this text

        `drop-in` in front serves TikTok's real names to unmodified programs: drop-in --help.

        Everything else is set while it runs: GET / lists the control API.

          check [URL] [--fail-on error]         asks a running emulator how clients departed from TikTok's documentation; check --help tells more
        """;

    private static readonly string[] Known =
    [
        "Emulator:Port", "Emulator:StateFile", "Emulator:DangerousListenAddress", "Emulator:PlaygroundCallbacks", "Emulator:PlaygroundWebhook",
        "Emulator:AllowedHosts",
        "urls", "environment",
    ];

    public static bool AsksForHelp(IEnumerable<string> args) => args.Any(arg => arg is "--help" or "-h" or "-?" or "/?");

    /// <exception cref="InvalidOperationException">An argument is not known, or has no value.</exception>
    public static void RefuseUnknown(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var arg = args[i];
            var equals = arg.IndexOf('=', StringComparison.Ordinal);
            var written = equals < 0 ? arg : arg[..equals];
            var prefix = written.StartsWith("--", StringComparison.Ordinal) ? 2 : written.StartsWith('/') ? 1 : 0;
            if (!IsKnown(written[prefix..]) || (prefix == 0 && equals < 0))
            {
                throw new InvalidOperationException($"{ErrorIds.BadOption}: '{written}' is not an option of the emulator. --help lists them.");
            }

            if (equals < 0 && ++i == args.Count)
            {
                throw new InvalidOperationException($"{ErrorIds.BadOption}: {arg} has no value. --help says what it takes.");
            }
        }
    }

    /// <summary>Also a member of a list, such as <c>Emulator:AllowedHosts:0</c>.</summary>
    public static bool IsKnown(string name) => Array.Exists(
        Known,
        known => name.StartsWith(known, StringComparison.OrdinalIgnoreCase) && (name.Length == known.Length || name[known.Length] == ':'));
}
