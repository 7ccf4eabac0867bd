using Microsoft.Extensions.Configuration;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>Where client key and secret come from when the options leave them out, and how they travel.</summary>
internal static class TikTokCredentials
{
    public static string Key(string? value, IConfiguration configuration) => FirstOf(value, configuration["TIKTOK_CLIENT_ID"], configuration["AUTH_TIKTOK_ID"]);

    public static string Secret(string? value, IConfiguration configuration)
        => FirstOf(value, configuration["TIKTOK_CLIENT_SECRET"], configuration["AUTH_TIKTOK_SECRET"]);

    public static void Complete(TikTokClientOptions options, IConfiguration configuration)
    {
        options.ClientKey = Key(options.ClientKey, configuration);
        if (options.ClientSecret is null && Secret(null, configuration) is { Length: > 0 } secret)
        {
            options.ClientSecret = ClientSecret.From(secret);
        }
    }

    public static string DouyinKey(string? value, IConfiguration configuration) => FirstOf(value, configuration["DOUYIN_CLIENT_KEY"]);

    public static string DouyinSecret(string? value, IConfiguration configuration) => FirstOf(value, configuration["DOUYIN_CLIENT_SECRET"]);

    /// <summary>What is fine against the emulator and must not reach Production.</summary>
    public static IEnumerable<string> NotForProduction(TikTokEndpoints? endpoints, string? clientSecret)
        => NotForProduction(endpoints is not null && (endpoints.Authorization.IsLoopback || endpoints.Api.IsLoopback), clientSecret, "TikTok");

    /// <summary>As above, for either service.</summary>
    public static IEnumerable<string> NotForProduction(bool isEmulated, string? clientSecret, string service)
    {
        if (isEmulated)
        {
            yield return $"{ErrorIds.InvalidOptions}: Endpoints points at this machine while the environment is Production. The emulator lets anybody sign in as "
                + "anybody: remove the Endpoints setting, or set ASPNETCORE_ENVIRONMENT to Development.";
        }

        if (clientSecret?.Contains("not-for-production", StringComparison.Ordinal) == true)
        {
            yield return $"{ErrorIds.InvalidOptions}: ClientSecret is the emulator's published one while the environment is Production. Use the secret of your {service} app.";
        }
    }

    // A redirect would carry the client secret or a token wherever it points.
    public static HttpMessageHandler CreateBackchannel() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

    // Trimmed: a key or secret pasted with a space or a line break is refused by TikTok as "Client key or secret is incorrect."
    private static string FirstOf(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                return value.Trim();
            }
        }

        return string.Empty;
    }
}
