using System.Net;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>An OpenID Provider that the modules run against.</summary>
internal interface IProvider : IAsyncDisposable
{
    Uri Issuer { get; }

    DateTimeOffset Now { get; }

    /// <summary>Moves the provider's clock; nobody waits.</summary>
    Task PassAsync(TimeSpan time);

    /// <summary>A way to wherever the issuer's name leads.</summary>
    SocketsHttpHandler NewHandler(CookieContainer? cookies = null);
}
