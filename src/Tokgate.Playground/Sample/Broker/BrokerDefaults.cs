namespace Tokgate.Playground.Sample.Broker;

/// <summary>What the sample knows of the broker: an issuer and a registration, as it would know of any OpenID Connect provider.</summary>
internal static class BrokerDefaults
{
    public const string Scheme = "Broker";
    public const string CallbackPath = "/broker/callback";
    public const string ClientId = "playground";
    public const string ClientSecret = "playground-secret-not-for-production";
    public const string PublicClientId = "playground-spa";
    public const string PublicCallbackPath = "/spa/callback";
    public const string AdministratorClientId = "playground-admin";
    public const string AdministratorClientSecret = "playground-admin-secret-not-for-production";
    public const string IdToken = "id_token";

    /// <summary>Where the nonce waits, sealed in state, for the ID token that must repeat it.</summary>
    public const string NonceItem = ".broker.nonce";
}
