namespace Tokgate.TikTok;

/// <summary>A client's options as they were when it was made.</summary>
internal sealed record ClientSetup(string ClientKey, ClientSecret ClientSecret, TikTokEndpoints Endpoints)
{
    public string Address(string path) => TikTokEndpoints.Join(Endpoints.Api, path);
}
