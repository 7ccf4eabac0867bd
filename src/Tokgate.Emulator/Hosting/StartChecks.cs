using System.Net;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Webhooks;

namespace Tokgate.Emulator.Hosting;

/// <summary>What must hold before anything listens. All messages at once, each with its id and how to mend it.</summary>
internal static class StartChecks
{
    public static void Enforce(TikTokEmulatorOptions options)
    {
        var problems = Problems(options, Environment.GetEnvironmentVariable).ToArray();
        if (problems.Length > 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
        }
    }

    public static IEnumerable<string> Problems(TikTokEmulatorOptions options, Func<string, string?> variable)
    {
        foreach (var name in (string[])["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"])
        {
            if (string.Equals(variable(name), "Production", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{ErrorIds.RefusesProduction}: {name} is Production, and the TikTok emulator lets anyone sign in as anyone. "
                    + "Do not start it there; unset the variable on a developer's machine.";
            }
        }

        if (options.Port is < 0 or > 65_535)
        {
            yield return $"{ErrorIds.BadOption}: Port (Emulator__Port) must be from 0 (any free port) to 65535.";
        }

        if (options.DangerousListenAddress is { } address && !IPAddress.TryParse(address, out _))
        {
            yield return $"{ErrorIds.BadOption}: DangerousListenAddress (Emulator__DangerousListenAddress) must be an IP address, such as 0.0.0.0.";
        }

        if (options.PlaygroundWebhook is { } webhook && !WebhookOutbox.MaySendTo(webhook))
        {
            yield return $"{ErrorIds.BadOption}: PlaygroundWebhook (Emulator__PlaygroundWebhook) must be an http or https address on this machine.";
        }

        foreach (var uri in options.PlaygroundCallbacks)
        {
            if (RedirectUriRules.Broken(AppPlatform.Desktop, uri, allowInsecureLoopback: false) is { } rule)
            {
                yield return $"{ErrorIds.BadOption}: PlaygroundCallbacks (Emulator__PlaygroundCallbacks) holds '{uri}', but {rule}.";
            }
        }

        if (options.PlaygroundCallbacks.Count > RedirectUriRules.MostPerPlatform - 2)
        {
            yield return $"{ErrorIds.BadOption}: PlaygroundCallbacks (Emulator__PlaygroundCallbacks) may hold 8 redirect URIs; TikTok registers 10, and 2 are there.";
        }
    }
}
