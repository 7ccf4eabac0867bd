using Tokgate.Server;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>A broker with an application and no connection: everything about TikTok is done in the dashboard.</summary>
public sealed class BareFixture : DashboardFixture
{
    protected override TokgateServerOptions Options() => new()
    {
        EnvironmentName = "Development",
        Urls = Issuer.GetLeftPart(UriPartial.Authority),
        Issuer = Issuer.GetLeftPart(UriPartial.Authority),
        DataDirectory = DataDirectory,
        Clients = [new TokgateServerClient { Id = Shop.Id, Name = "The shop", Secret = Shop.Secret, IsFirstParty = true, RedirectUris = [Shop.Callback] }],
    };
}
