namespace Tokgate.Server.TokenProxy;

/// <summary>One TikTok app that the proxy speaks for.</summary>
internal sealed class ProxyClientOptions
{
    public const int ShortestCallerSecret = 32;

    /// <summary>The app's client key, which callers send as <c>client_id</c>.</summary>
    public string? ClientKey { get; set; }

    /// <value>TikTok's secret of the app. Null: that of the broker's connection which has the app; without one the caller's own is passed on to TikTok, who judges it.</value>
    public string? ClientSecret { get; set; }

    /// <value>What callers prove themselves with instead, so that TikTok's secret is here alone. Null: TikTok's own.</value>
    public string? CallerSecret { get; set; }

    /// <summary>For programs on devices, which can keep no secret: without one a code is exchanged only with its PKCE verifier. The secret must then be known here.</summary>
    public bool AllowWithoutSecret { get; set; }

    /// <value>An emulator's address, refused in Production; null is TikTok.</value>
    public Uri? Address { get; set; }

    /// <summary>What UserInfo gives as <c>sub</c>.</summary>
    /// <value>False: <c>open_id</c>, which is the app's alone. True: <c>union_id</c>, the same for all apps of one developer; who has none is refused.</value>
    public bool UseUnionId { get; set; }
}
