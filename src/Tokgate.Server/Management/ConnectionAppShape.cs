using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Connections;
using Tokgate.Server.Management.Shapes;
using Tokgate.TikTok;

namespace Tokgate.Server.Management;

/// <summary>A TikTok app in JSON, and the list of them. What is not sent of an app that is there stays, its secret above all.</summary>
internal static class ConnectionAppShape
{
    private static readonly Dictionary<string, TikTokEnvironment> Environments = new(StringComparer.Ordinal)
    {
        ["production"] = TikTokEnvironment.Production,
        ["sandbox"] = TikTokEnvironment.Sandbox,
        ["emulator"] = TikTokEnvironment.Emulator,
    };

    private static readonly Members<ConnectionAppView> Of = new(new ConnectionAppView(new TikTokAppConfig(""), false));

    public static Shape<ConnectionAppView> Shape { get; } = new(
        "connection_app",
        Of.Text("client_id", static view => view.App.ClientKey, static (view, _) => view, 100).Says("The client key, as the app's page at TikTok shows it. It says which app is meant."),
        Of.Flag("live", static view => view.IsLive, static (view, value) => view with { IsLive = value }).Says("Whether new sign-ins use it: one of them does. The others serve on for what was begun or granted with them."),
        Of.Optional("label", static view => view.App.Label, Set<string?>(static (app, value) => app with { Label = value }), 200).Says("For people, to tell apps apart."),
        Of.Word("environment", Environments, static view => view.App.Environment, Set<TikTokEnvironment>(static (app, value) => app with { DeclaredEnvironment = value })).Says("production or sandbox; by the client key unless told. An emulator has an address."),
        Of.Texts("approved_scopes", static view => view.App.ApprovedScopes, Set<IReadOnlyList<string>>(static (app, value) => app with { ApprovedScopes = value }), 100).Says("What TikTok has approved the app for. Asking for one scope more fails the sign-in there."),
        Of.Flag("takes_hand_over", static view => view.App.TakesHandOver, Set<bool>(static (app, value) => app with { TakesHandOver = value })).Says("Whether applications may hand over codes that a phone got from this app, though another one is live. Of the live app they may anyway."),
        new("address", new JsonObject { ["type"] = new JsonArray("string", "null"), ["format"] = "uri" })
        {
            Description = "An emulator's address; in Production there is none. Leave it out for TikTok.",
            Read = static view => view.App.Address is { } address ? JsonValue.Create(address.GetLeftPart(UriPartial.Authority)) : null,
            Take = TakeAddress,
        },
        new("client_secret", Schemas.Text) { Kind = MemberKind.WriteOnly, Description = "Empty or masked means unchanged.", Take = TakeSecret },
        new("former_client_secret", Schemas.Text)
        {
            Kind = MemberKind.WriteOnly,
            Description = "The secret before, while it is rotated at TikTok: webhooks signed with either are taken. null takes it away.",
            Take = TakeFormer,
        },
        Of.Told("client_secret_fingerprint", Schemas.Text, static view => view.App.Fingerprint is { } print ? JsonValue.Create(print) : null, "Changes when the secret does; the same on all nodes. Nothing is told of it but this."),
        Of.Instant("client_secret_set_at", static view => view.App.SecretSetAt, "When the secret was stored."),
        Of.Told("has_former_client_secret", Schemas.Flag, static view => JsonValue.Create(view.App.FormerSecret is not null), "Whether a secret of before still counts."),
        Of.Told("managed_by_settings", Schemas.Flag, static view => JsonValue.Create(view.App.IsManagedBySettings), "Whether TIKTOK_CLIENT_ID and TIKTOK_CLIENT_SECRET, or the host program, give its secret."));

    public static JsonArray Write(ConnectionConfig config) => new([.. config.Apps.Select(app => Shape.Write(new ConnectionAppView(app, app.ClientKey == config.LiveApp)))]);

    /// <summary>The whole list: an app that is not in it goes.</summary>
    public static ConnectionView Take(ConnectionView view, JsonElement? sent, string path, Faults faults)
    {
        if (sent is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() > ConnectionRules.MaxApps)
        {
            return Members<ConnectionView>.Refuse(view, path, faults, $"must be an array of at most {ConnectionRules.MaxApps} apps");
        }

        var config = view.Config;
        var taken = new List<ConnectionAppView>();
        foreach (var (index, element) in list.EnumerateArray().Index())
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("client_id", out var id) || id.ValueKind != JsonValueKind.String || id.GetString() is not { Length: > 0 } key)
            {
                faults.Add($"{path}[{index}].client_id", "must say which app is meant");
                continue;
            }

            // A list that names another one live need not say of the former that it is not.
            var known = config.Find(key) ?? new TikTokAppConfig(key) { ApprovedScopes = config.Scopes };
            var isLive = key == config.LiveApp && (!element.TryGetProperty("live", out var live) || live.ValueKind != JsonValueKind.False);
            taken.Add(Shape.Take(new ConnectionAppView(known, isLive), element, $"{path}[{index}].", isNew: true, faults));
        }

        var told = taken.Where(app => app.IsLive && app.App.ClientKey != config.LiveApp).ToList();
        if (told.Count > 1)
        {
            return Members<ConnectionView>.Refuse(view, path, faults, "has two live apps; one is");
        }

        var (apps, liveApp) = (taken.Select(static app => app.App).ToList(), told is [var only] ? only.App.ClientKey : config.LiveApp);
        return liveApp == config.LiveApp && apps.SequenceEqual(config.Apps) ? view : view.With(config => config with { Apps = apps, LiveApp = liveApp });
    }

    /// <summary>Empty or of mask characters alone: what programs send back that have read a form.</summary>
    public static bool IsMasked(JsonElement? sent) =>
        sent is null || (sent is { ValueKind: JsonValueKind.String } text && text.GetString() is { } mask && mask.All(static character => character is '*' or '•'));

    public static ClientSecret? ReadSecret(JsonElement sent, string path, Faults faults)
    {
        if (sent.ValueKind == JsonValueKind.String && sent.GetString() is { Length: > 0 and <= MaxSecret } text && !string.IsNullOrWhiteSpace(text) && !text.Trim().Any(char.IsControl))
        {
            return ClientSecret.From(text);
        }

        faults.Add(path, $"must be 1 to {MaxSecret} characters without control characters, as the app's page at TikTok shows it");
        return null;
    }

    private const int MaxSecret = 200;

    private static ConnectionAppView TakeSecret(ConnectionAppView view, JsonElement? sent, string path, Faults faults) =>
        IsMasked(sent) || ReadSecret(sent!.Value, path, faults) is not { } secret ? view : view with { App = view.App with { ClientSecret = secret } }; // not null if it is not masked

    private static ConnectionAppView TakeFormer(ConnectionAppView view, JsonElement? sent, string path, Faults faults) => sent is null ? view with { App = view.App with { FormerSecret = null } }
        : IsMasked(sent) || ReadSecret(sent.Value, path, faults) is not { } secret ? view
        : view with { App = view.App with { FormerSecret = secret } };

    private static ConnectionAppView TakeAddress(ConnectionAppView view, JsonElement? sent, string path, Faults faults) => sent is null ? view with { App = view.App with { Address = null } }
        : sent is { ValueKind: JsonValueKind.String } text && Uri.TryCreate(text.GetString(), UriKind.Absolute, out var address) ? view with { App = view.App with { Address = address } }
        : Members<ConnectionAppView>.Refuse(view, path, faults, "must be scheme, host and port only, such as http://localhost:5082");

    private static Func<ConnectionAppView, TValue, ConnectionAppView> Set<TValue>(Func<TikTokAppConfig, TValue, TikTokAppConfig> set) => (view, value) => view with { App = set(view.App, value) };
}
