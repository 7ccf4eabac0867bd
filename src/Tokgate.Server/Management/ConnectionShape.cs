using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Connections;
using Tokgate.Server.Management.Shapes;
using Tokgate.TikTok;

namespace Tokgate.Server.Management;

/// <summary>A connection in Auth0's words, and in ours where Auth0 has none.</summary>
internal static class ConnectionShape
{
    public const string Strategy = "oauth2";

    /// <summary>Auth0's for a custom connection, which is what the guides make, and our own.</summary>
    public static IReadOnlyList<string> Strategies { get; } = [Strategy, "tiktok", Douyin];

    public const string Douyin = "douyin";

    /// <summary>As it is told.</summary>
    public static string StrategyOf(ConnectionConfig config) => config.Platform == UpstreamPlatform.Douyin ? Douyin : Strategy;

    /// <summary>Auth0's members that mean nothing here.</summary>
    public static IReadOnlyList<string> Ignored { get; } =
        ["is_domain_connection", "show_as_button", "realms", "provisioning_ticket_url", "cross_app_access_requesting_app", "cross_app_access_resource_app"];

    private static readonly Members<ConnectionView> Of = new(ConnectionView.Empty);

    private static readonly Shape<ConnectionView> Authentication = new(
        "connection_authentication",
        Of.Flag("active", static view => view.Config.IsActiveForAuthentication, static (view, value) => view.With(config => config with { IsActiveForAuthentication = value })).Says("Whether people may sign in by it. true unless told."));

    private static readonly Shape<ConnectionView> ConnectedAccounts = new(
        "connection_connected_accounts",
        Of.Flag("active", static view => view.Config.IsActiveForConnectedAccounts, static (view, value) => view.With(config => config with { IsActiveForConnectedAccounts = value }))
            .Says("Whether people who are signed in otherwise may link a TikTok account by it. false unless told."),
        Of.Ignored("cross_app_access"));

    public static Shape<ConnectionView> Shape { get; } = new(
        "connection",
        [
            Of.Told("id", Schemas.Text, static view => view.Config.Id.Length == 0 ? null : JsonValue.Create(view.Config.Id), "Made here."),
            Of.Text("name", static view => view.Config.Name.Length == 0 ? null : view.Config.Name, static (view, value) => view.With(config => config with { Name = value }), ConnectionRules.MaxName)
                .CreateOnly("Letters, digits and '-'. It stands in the callback that is registered at TikTok."),
            new("strategy", Schemas.Text.With("enum", new JsonArray([.. Strategies.Select(static word => JsonValue.Create(word))])))
            {
                Description = "oauth2 or tiktok, which are the same here and told as oauth2, or douyin. Settled at creation.",
                Read = static view => JsonValue.Create(StrategyOf(view.Config)),
                Take = TakeStrategy,
            },
            Of.Optional("display_name", static view => view.Config.DisplayName, static (view, value) => view.With(config => config with { DisplayName = value }), 200).Says("For people; the name unless told."),
            new("options", ConnectionOptionsShape.Shape.Schema)
            {
                Description = "Which TikTok apps, what is asked of TikTok, and what is made of its answer.",
                Read = static view => ConnectionOptionsShape.Shape.Write(view),
                Take = ConnectionOptionsShape.Take,
            },
            Of.Object("authentication", Authentication, static view => view, static (view, inner) => view.With(config => config with { IsActiveForAuthentication = inner.Config.IsActiveForAuthentication })),
            Of.Object("connected_accounts", ConnectedAccounts, static view => view, static (view, inner) => view.With(config => config with { IsActiveForConnectedAccounts = inner.Config.IsActiveForConnectedAccounts })),
            Of.Map("metadata", static view => view.Config.Metadata, static (view, value) => view.With(config => config with { Metadata = value }), 10).Says("Your own notes."),
            new("enabled_clients", Schemas.ListOf(Schemas.Text))
            {
                Kind = MemberKind.WriteOnly,
                Description = "Refused unless empty: which clients may use a connection is said at /connections/{id}/clients.",
                Take = static (view, sent, path, faults) => sent is null or { ValueKind: JsonValueKind.Array } && (sent?.GetArrayLength() ?? 0) == 0
                    ? view : Members<ConnectionView>.Refuse(view, path, faults, "is not taken here: PATCH /api/v2/connections/{id}/clients says which clients may use it; without that all may whose own connections are not listed"),
            },
            Of.Told("declared", Schemas.Flag, static view => JsonValue.Create(view.Stored?.Declared is not null), "Whether settings or the host program declare it: then it comes back when it is deleted, and what they say is written over it when they say something else."),
            Of.Told("callback_url", Schemas.Text, static view => view.Addresses is { } addresses ? JsonValue.Create(addresses.Callback) : null, "To be registered at TikTok as redirect URI."),
            Of.Told("webhook_url", Schemas.Text, static view => view.Addresses is { } addresses ? JsonValue.Create(addresses.Webhook) : null, "To be registered at TikTok as webhook callback."),
            Of.Instant("created_at", static view => view.Stored?.CreatedAt, "When it was made."),
            Of.Instant("updated_at", static view => view.Stored?.UpdatedAt, "When it was changed last.").Fleeting(),
            .. Ignored.Select(static name => Of.Ignored(name)),
        ]);

    private static ConnectionView TakeStrategy(ConnectionView view, JsonElement? sent, string path, Faults faults)
    {
        if (sent is null)
        {
            return view;
        }

        if (sent is not { ValueKind: JsonValueKind.String } word || !Strategies.Contains(word.GetString(), StringComparer.Ordinal))
        {
            return Members<ConnectionView>.Refuse(view, path, faults, "must be oauth2 or tiktok, which are TikTok, or douyin");
        }

        var platform = word.GetString() == Douyin ? UpstreamPlatform.Douyin : UpstreamPlatform.TikTok;
        return platform == view.Config.Platform ? view
            : view.With(config => config with { Platform = platform, Scopes = Of(config.Scopes), Apps = [.. config.Apps.Select(app => app with { ApprovedScopes = Of(app.ApprovedScopes) })] });

        // Whatever was sent before this member: defaults are TikTok's until it is known whose they should be.
        IReadOnlyList<string> Of(IReadOnlyList<string> scopes) => scopes is [TikTokScopeNames.UserInfoBasic] ? [DouyinScopeNames.UserInfo] : scopes;
    }
}
