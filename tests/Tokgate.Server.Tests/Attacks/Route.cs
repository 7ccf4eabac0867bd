namespace Tokgate.Server.Tests.Attacks;

/// <summary>What one route of the broker is, as far as the matrices ask. All that a route does not need by its nature is off.</summary>
public sealed record Route(string Pattern, params string[] Methods)
{
    /// <summary>The pattern with its places filled in.</summary>
    public string Path => Pattern.Replace("{connection}", "tiktok", StringComparison.Ordinal).Replace("{**name}", "vendor/swagger-ui-dist-5.35.0/LICENSE", StringComparison.Ordinal);

    /// <summary>People arrive here: every answer is a page or a redirect.</summary>
    public bool IsPage { get; init; }

    /// <summary>A posted body must be a form.</summary>
    public bool TakesForm { get; init; }

    public bool ReadsQuery { get; init; }

    /// <summary>Everybody's, so caches and scripts of any origin may have it.</summary>
    public bool IsPublic { get; init; }

    /// <summary>No two answers are the same.</summary>
    public bool IsNewEachTime { get; init; }

    /// <summary>Its content never changes under its name.</summary>
    public bool IsForever { get; init; }

    /// <summary>Scripts of a client's own origin may read it.</summary>
    public bool IsForScripts { get; init; }

    /// <summary>What is wrong with a form is told by the page that it came from, to which the answer leads back.</summary>
    public bool LeadsBack { get; init; }

    /// <summary>Why a form of another site is taken.</summary>
    public string? OpenBecause { get; init; }

    /// <summary>Why a GET writes.</summary>
    public string? WritesBecause { get; init; }

    public override string ToString() => Pattern;
}
