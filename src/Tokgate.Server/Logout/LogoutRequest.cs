namespace Tokgate.Server.Logout;

/// <summary>What was asked of the logout endpoint, with its hint verified already and not kept. A request that says nothing is in order too.</summary>
internal sealed record LogoutRequest
{
    /// <summary>Named by the request or by its hint.</summary>
    public string? ClientId { get; init; }

    /// <summary>Whom the hint was issued for; null without a hint.</summary>
    public string? Subject { get; init; }

    /// <summary>The session that the hint was issued in.</summary>
    public string? SessionId { get; init; }

    /// <summary>As presented and found registered. Matched anew before it is used, because registrations change while people think.</summary>
    public string? RedirectUri { get; init; }

    public string? State { get; init; }

    public string? UiLocales { get; init; }

    public bool HasHint => Subject is not null;

    /// <summary>Whether it has to be kept for a later step: otherwise the bare address says as much.</summary>
    public bool SaysSomething => HasHint || ClientId is not null;
}
