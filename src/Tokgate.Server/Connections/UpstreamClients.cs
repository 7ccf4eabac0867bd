using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>Makes what speaks with the service of a connection.</summary>
internal static class UpstreamClients
{
    public static IUpstreamClient Connect(HttpClient http, UpstreamPlatform platform, TikTokAppConfig app, TimeProvider time) => platform == UpstreamPlatform.Douyin
        ? new DouyinUpstream(new DouyinClient(http, DouyinOptionsOf(app), time))
        : new TikTokUpstream(new TikTokClient(http, OptionsOf(app), time));

    public static IReadOnlyList<TikTokProblem> Faults(UpstreamPlatform platform, TikTokAppConfig app) =>
        platform == UpstreamPlatform.Douyin ? DouyinOptionsOf(app).Validate() : OptionsOf(app).Validate();

    private static TikTokClientOptions OptionsOf(TikTokAppConfig app) => new() { ClientKey = app.ClientKey, ClientSecret = app.ClientSecret, Endpoints = app.Endpoints };

    private static DouyinClientOptions DouyinOptionsOf(TikTokAppConfig app) => new()
    {
        ClientKey = app.ClientKey,
        ClientSecret = app.ClientSecret,
        Endpoints = app.Address is null ? DouyinEndpoints.Default : DouyinEndpoints.At(app.Address),
    };
}
