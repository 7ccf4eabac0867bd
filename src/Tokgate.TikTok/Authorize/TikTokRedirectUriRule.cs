namespace Tokgate.TikTok;

/// <summary>TikTok's rules for redirect URIs.</summary>
public enum TikTokRedirectUriRule
{
    /// <summary>It is absolute and free of white space and control characters.</summary>
    Absolute,

    /// <summary>Https; for desktop also http.</summary>
    Scheme,

    /// <summary>Under 512 characters.</summary>
    Length,

    /// <summary>No query.</summary>
    Query,

    /// <summary>No fragment.</summary>
    Fragment,

    /// <summary>Desktop: <c>localhost</c> or <c>127.0.0.1</c>. Elsewhere: a public host name.</summary>
    Host,

    /// <summary>Desktop: a port, or <c>*</c>. Elsewhere a port, if any, is a number.</summary>
    Port,

    /// <summary>Desktop: a path.</summary>
    Path,

    /// <summary>No user name or password.</summary>
    Credentials,
}
