using System.Globalization;

namespace Tokgate.Emulator.DropIn;

/// <summary>The command line after <c>drop-in</c>.</summary>
internal sealed record DropInArguments(string Verb)
{
    public const string Help = """
        drop-in: serves https://www.tiktok.com, https://open.tiktokapis.com and https://open.douyin.com from the emulator to unmodified programs on this machine.

          drop-in run [options] -- COMMAND   runs the command where those names are the emulator; nothing outside of it changes (Linux)
          drop-in up [options]               as root: makes them the emulator for the whole machine until Ctrl+C, then puts everything back
          drop-in down                       as root: puts everything back, whatever became of `up`
          drop-in status                     says what is set up, and ends with 0 if something is, else with 1
          drop-in env                        prints the variables for programs that bring their own roots: eval "$(... drop-in env)"

          --redirect-uri URI                 registers it: https under TikTok's Web, loopback under Desktop; may be repeated
          --allow-insecure-loopback          registers http loopback addresses under Web, as TikTok would not
          --client-key KEY                   of the app that they are registered for; made if it is not there
          --client-secret SECRET             its secret
          --consent USERNAME                 answers every authorize page at once, as this person; without it the page asks
          --https-port 443                   another one wants a redirect of 443, which you make yourself
          --offline                          run: no network but loopback, so nothing can reach the real TikTok
          --machine                          run: changes this machine as `up` does, for as long as the command runs
          --check                            run: tells what the command did that TikTok would not take, and ends with 3 if any of it is an error

        Every option of the emulator may stand beside them. `run` ends with the command's exit code, or with 125 when it could not be run; with --check a
        command that ends with 0 is made 3 by an error, and by silence: if nothing came to TikTok, nothing was checked.
        """;

    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    public bool AllowInsecureLoopback { get; init; }

    public string? ClientKey { get; init; }

    public string? ClientSecret { get; init; }

    public string? Consent { get; init; }

    public int HttpsPort { get; init; } = 443;

    public bool Offline { get; init; }

    public bool Machine { get; init; }

    /// <summary>Whether the emulator's checker has a say in the exit code.</summary>
    public bool Check { get; init; }

    /// <summary>Set by <see cref="Isolation"/> for the process that it starts: the directory on which that one mounts its private copies.</summary>
    public string? Inside { get; init; }

    /// <summary>What is left, for the emulator.</summary>
    public string[] EmulatorArguments { get; init; } = [];

    /// <exception cref="InvalidOperationException">An option is unknown or lacks its value.</exception>
    public static DropInArguments Parse(IReadOnlyList<string> args)
    {
        var verb = args.Count > 0 ? args[0] : "";
        if (verb is not ("run" or "up" or "down" or "status" or "env"))
        {
            throw Bad($"'{verb}' is not something drop-in does");
        }

        var end = args.ToList().IndexOf("--");
        var own = args.Take(end < 0 ? args.Count : end).Skip(1).ToArray();
        var read = new DropInArguments(verb) { Command = end < 0 ? [] : [.. args.Skip(end + 1)] };
        if (verb == "run" != read.Command.Count > 0)
        {
            throw Bad(verb == "run" ? "run needs a command after --" : $"{verb} takes no command");
        }

        var rest = new List<string>();
        for (var i = 0; i < own.Length; i++)
        {
            string Value() => ++i < own.Length ? own[i] : throw Bad($"{own[i - 1]} has no value");
            read = own[i] switch
            {
                "--redirect-uri" => read with { RedirectUris = [.. read.RedirectUris, Value()] },
                "--allow-insecure-loopback" => read with { AllowInsecureLoopback = true },
                "--client-key" => read with { ClientKey = Value() },
                "--client-secret" => read with { ClientSecret = Value() },
                "--consent" => read with { Consent = Value() },
                "--https-port" => read with { HttpsPort = ReadPort(Value()) },
                "--offline" when verb == "run" => read with { Offline = true },
                "--machine" when verb == "run" => read with { Machine = true },
                "--check" when verb == "run" => read with { Check = true },
                "--inside" when verb == "run" => read with { Inside = Value() },
                _ => Keep(read, rest, own[i]),
            };
        }

        return read with { EmulatorArguments = [.. rest] };
    }

    private static DropInArguments Keep(DropInArguments read, List<string> rest, string argument)
    {
        rest.Add(argument);
        return read;
    }

    private static int ReadPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535 ? port : throw Bad("--https-port must be a number from 1 to 65535");

    private static InvalidOperationException Bad(string what) => new($"{ErrorIds.DropInArgument}: {what}. drop-in --help lists everything.");
}
