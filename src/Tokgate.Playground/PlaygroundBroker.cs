using Tokgate.Emulator;
using Tokgate.Playground.Sample.Broker;
using Tokgate.Server;

namespace Tokgate.Playground;

/// <summary>The broker as the playground runs it: its own database, the emulator as TikTok, and the sample's registrations. None of them exists elsewhere.</summary>
internal static class PlaygroundBroker
{
    private static readonly string[] LimitNames = ["Browser", "BackChannel", "Client", "User"];

    public const string CallbackPath = "/login/callback";
    public const string WebhookPath = "/webhooks/tiktok/tiktok";

    public static WebApplication Create(PlaygroundOptions options, Uri app, Uri issuer, Uri emulator) => TokgateServer.Create(new TokgateServerOptions
    {
        // Whoever tries how much the broker takes does it from one machine, with one application and one person.
        Arguments = [.. LimitNames.SelectMany(static limit => new[] { $"--Tokgate:Limits:{limit}:PerSecond=100000", $"--Tokgate:Limits:{limit}:Burst=100000" })],
        EnvironmentName = Environments.Development,
        Urls = issuer.GetLeftPart(UriPartial.Authority),
        Issuer = issuer.GetLeftPart(UriPartial.Authority),
        LogLevel = LogLevel.Warning,
        DataDirectory = Path.GetFullPath(options.DataDirectory),
        Connections =
        [
            new TokgateServerConnection
            {
                ClientKey = TikTokEmulator.ProductionClientKey,
                ClientSecret = TikTokEmulator.ClientSecret,
                Address = emulator,
                ApprovedScopes = ["user.info.basic", "user.info.profile", "user.info.stats", "video.list"],
                Scopes = ["user.info.basic", "user.info.profile"],
            },
        ],
        Clients =
        [
            new TokgateServerClient
            {
                Id = BrokerDefaults.ClientId,
                Name = "Playground",
                Secret = BrokerDefaults.ClientSecret,
                IsFirstParty = true,
                RedirectUris = [new Uri(app, BrokerDefaults.CallbackPath).AbsoluteUri],
                PostLogoutRedirectUris = [app.AbsoluteUri],
            },
            new TokgateServerClient
            {
                Id = BrokerDefaults.PublicClientId,
                Name = "Playground single-page application",
                IsPublic = true,
                IsFirstParty = true,
                ShowsQrCodes = true,
                RedirectUris = [new Uri(app, BrokerDefaults.PublicCallbackPath).AbsoluteUri],
                PostLogoutRedirectUris = [app.AbsoluteUri],
            },
            new TokgateServerClient
            {
                Id = BrokerDefaults.AdministratorClientId,
                Name = "Playground administration",
                Secret = BrokerDefaults.AdministratorClientSecret,
                IsMachine = true,
                IsAdministrator = true,
            },
        ],
    });
}
