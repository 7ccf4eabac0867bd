using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.DropIn;

/// <summary>The app and the person of the command line, by the control API like anybody else's.</summary>
internal static class DropInApp
{
    public static async Task RegisterAsync(Uri address, DropInArguments arguments)
    {
        using var control = new HttpClient { BaseAddress = address };
        if (arguments.RedirectUris.Count > 0 || arguments.ClientKey is not null)
        {
            var key = arguments.ClientKey ?? TikTokEmulator.ProductionClientKey;
            await PutAsync(control, $"/_emulator/apps/{Uri.EscapeDataString(key)}", App(arguments));
        }

        if (arguments.Consent is { } person)
        {
            await PutAsync(control, "/_emulator/consent", new Dictionary<string, object> { ["mode"] = "auto", ["user"] = person });
        }
    }

    private static Dictionary<string, object> App(DropInArguments arguments)
    {
        var onDesktop = arguments.RedirectUris.Where(uri => !arguments.AllowInsecureLoopback && Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.IsLoopback).ToArray();
        var app = new Dictionary<string, object>
        {
            ["allow_insecure_loopback"] = arguments.AllowInsecureLoopback,
            ["platforms"] = new Dictionary<string, object> { ["web"] = arguments.RedirectUris.Except(onDesktop, StringComparer.Ordinal).ToArray(), ["desktop"] = onDesktop },
            ["scopes"] = Scopes.Descriptions.Keys.ToArray(),
            ["status"] = "approved",
        };
        if (arguments.ClientSecret is { } secret)
        {
            app["client_secret"] = secret;
        }

        return app;
    }

    private static async Task PutAsync(HttpClient control, string path, Dictionary<string, object> document)
    {
        using var response = await control.PutAsJsonAsync(path, document);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{ErrorIds.DropInArgument}: The emulator refuses this app or person: {await response.Content.ReadAsStringAsync()}");
        }
    }
}
