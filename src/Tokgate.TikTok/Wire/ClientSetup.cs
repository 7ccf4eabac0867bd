namespace Tokgate.TikTok;

/// <summary>A client's options as they were when it was made.</summary>
internal sealed record ClientSetup(string ClientKey, ClientSecret ClientSecret, TikTokEndpoints Endpoints)
{
    // Uri parses what it is given, at each call again.
    public Uri Token { get; } = new(TikTokEndpoints.Join(Endpoints.Api, "/v2/oauth/token/"));

    public Uri Revocation { get; } = new(TikTokEndpoints.Join(Endpoints.Api, "/v2/oauth/revoke/"));

    public string Address(string path) => TikTokEndpoints.Join(Endpoints.Api, path);
}
