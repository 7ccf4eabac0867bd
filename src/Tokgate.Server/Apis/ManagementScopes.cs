namespace Tokgate.Server.Apis;

/// <summary>What may be done through the management API, in Auth0's words, because its clients ask for these.</summary>
internal static class ManagementScopes
{
    /// <summary>TikTok's own access tokens. Whoever has it acts for people at TikTok, so nothing else implies it (T-55).</summary>
    public const string ReadGrantTokens = "read:grant_tokens";

    private static readonly string[] Everything = ["create", "read", "update", "delete"];

    public static IReadOnlyList<string> All { get; } =
    [
        .. Of("clients", Everything),
        .. Of("client_keys", Everything),
        .. Of("client_grants", Everything),
        .. Of("resource_servers", Everything),
        .. Of("connections", Everything),
        .. Of("users", Everything),
        .. Of("user_idp_tokens", "read", "delete"),
        ReadGrantTokens,
        .. Of("sessions", "read", "delete"),
        .. Of("grants", "read", "update", "delete"),
        .. Of("refresh_tokens", "read", "delete"),
        .. Of("event_streams", Everything),
        .. Of("signing_keys", "create", "read", "update"),
        .. Of("tenant_settings", "read", "update"),
        .. Of("configuration", "read", "update"),
        .. Of("administrators", Everything),
        .. Of("logs", "read"),
        .. Of("stats", "read"),
    ];

    public static string Create(string what) => Known("create:" + what);

    public static string Read(string what) => Known("read:" + what);

    public static string Update(string what) => Known("update:" + what);

    public static string Delete(string what) => Known("delete:" + what);

    // An operation that asks for a scope which no client can have is open to nobody, and that shows at start.
    private static string Known(string scope) => All.Contains(scope, StringComparer.Ordinal) ? scope : throw new ArgumentException($"The management API has no scope {scope}.", nameof(scope));

    private static IEnumerable<string> Of(string what, params string[] actions) => actions.Select(action => $"{action}:{what}");
}
