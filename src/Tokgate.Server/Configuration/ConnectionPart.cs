using System.Text.Json.Nodes;
using Tokgate.Server.Connections;
using Tokgate.Server.Management;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Protocol;
using Tokgate.TikTok;

namespace Tokgate.Server.Configuration;

/// <summary>Connections. A secret that settings give is the settings': the document neither names nor changes it.</summary>
internal sealed class ConnectionPart(ConnectionSecrets sealing, DeclaredConnections declared, ConnectionChecks checks, TimeProvider time) : IConfigurationPart
{
    public const string Connections = "connections";

    private const string Kind = "connection";
    private const string Name = "name";
    private const string Options = "options";
    private const string Apps = "apps";
    private const string AppKey = "client_id";

    public static IReadOnlyList<KeyValuePair<string, JsonObject>> AllSections => [KeyValuePair.Create(Connections, ConnectionShape.Shape.Schema)];

    public IReadOnlyList<KeyValuePair<string, JsonObject>> Sections => AllSections;

    public void Plan(ConfigurationDraft draft)
    {
        var before = draft.State.Connections.ToDictionary(static stored => stored.Config.Name, StringComparer.Ordinal);
        foreach (var (name, path, item) in draft.Items(Connections, Name))
        {
            before.Remove(name, out var known);
            Plan(draft, known is null ? null : ViewOf(known), path, item);
        }

        foreach (var left in draft.Document.Has(Connections) ? before.Values.OrderBy(static stored => stored.Config.Name, StringComparer.Ordinal).ToList() : [])
        {
            if (declared.All.Any(config => config.Name == left.Config.Name))
            {
                draft.Stays(Kind, left.Config.Name, "settings or the host program declare it");
            }
            else if (draft.Prunes(Kind, left.Config.Name))
            {
                draft.Plan(Kind, left.Config.Name, PlannedAction.Delete, [], Connections);
                draft.Writes.Connections.Add(new(left, null, [.. left.Config.Apps.Select(static app => app.ClientKey)], ChangeText.Of(Told(ViewOf(left)), null)));
            }
        }
    }

    public IEnumerable<KeyValuePair<string, JsonArray>> Export(ConfigurationState state)
    {
        var views = state.Connections.Select(ViewOf).ToList();
        var names = SecretNames.Of(views.SelectMany(static view => view.Config.Apps).Select(static app => app.ClientKey).Distinct(StringComparer.Ordinal), "APP");
        yield return KeyValuePair.Create(Connections, new JsonArray([.. views.Select(view => Exported(view, names))]));
    }

    /// <summary>A document's item without what goes without saying, and with references where secrets belong.</summary>
    public static JsonObject Exported(ConnectionView view, IReadOnlyDictionary<string, string> names)
    {
        var told = Short(view);
        foreach (var app in told[Options]?[Apps]?.AsArray().OfType<JsonObject>() ?? [])
        {
            var config = view.Config.Find((string)app[AppKey]!)!; // both lists are of these apps
            if (config is { IsManagedBySettings: false, ClientSecret: not null })
            {
                app["client_secret"] = SecretReferences.Variable(names[config.ClientKey]);
            }

            if (config is { IsManagedBySettings: false, FormerSecret: not null })
            {
                app["former_client_secret"] = SecretReferences.Variable(names[config.ClientKey] + "_FORMER");
            }
        }

        return told;
    }

    private void Plan(ConfigurationDraft draft, ConnectionView? known, string path, JsonObject item)
    {
        var given = TakeSecrets(draft, item, path);
        var faults = draft.Faults.All.Count;
        var view = ShapeText.Take(ConnectionShape.Shape, ConnectionView.Empty, item, path, draft.Faults);
        if (draft.Faults.All.Count > faults)
        {
            return;
        }

        view = Whole(draft, view, known, given, path);
        foreach (var fault in checks.Faults(view))
        {
            draft.Faults.Add(fault.Member.Length == 0 ? path : $"{path}.{fault.Member}", fault.Message);
        }

        draft.Notes.AddRange(view.Warnings);
        if (draft.Faults.Any)
        {
            return;
        }

        var (before, after) = (known is null ? null : Told(known), Told(view));
        List<PlannedMember> members = [.. ShapeText.Difference(before is null ? null : ByApp(before), ByApp(known is null ? Short(view) : after)), .. SecretMembers(known?.Config, view.Config)];
        if (members.Count == 0)
        {
            return;
        }

        draft.Plan(Kind, view.Config.Name, known is null ? PlannedAction.Create : PlannedAction.Change, members, Connections);
        var stored = new StoredConnection(view.Config) { SealedSecrets = sealing.Seal(view.Config), Declared = known?.Stored?.Declared };
        var freed = known?.Config.Apps.Select(static app => app.ClientKey).Where(key => view.Config.Find(key) is null).ToList() ?? [];
        draft.Writes.Connections.Add(new(known?.Stored, stored, freed, ChangeText.Of(before, after)));
    }

    private static Dictionary<string, GivenSecret> TakeSecrets(ConfigurationDraft draft, JsonObject item, string path)
    {
        var given = new Dictionary<string, GivenSecret>(StringComparer.Ordinal);
        if (item[Options] is not JsonObject options)
        {
            return given;
        }

        if (draft.Secrets.Take(options, "client_secret", $"{path}.{Options}", draft.Faults) is { } live && options[AppKey] is JsonValue key && key.TryGetValue<string>(out var liveKey))
        {
            given[liveKey] = live;
        }

        foreach (var (app, index) in (options[Apps] as JsonArray ?? []).Select(static (app, index) => (app as JsonObject, index)))
        {
            if (app?[AppKey] is JsonValue id && id.TryGetValue<string>(out var appKey))
            {
                var place = $"{path}.{Options}.{Apps}[{index}]";
                if (draft.Secrets.Take(app, "client_secret", place, draft.Faults) is { } secret)
                {
                    given[appKey] = secret;
                }

                if (draft.Secrets.Take(app, "former_client_secret", place, draft.Faults) is { } former)
                {
                    given[Former(appKey)] = former;
                }
            }
        }

        return given;
    }

    // With its id, its version and the secrets that stay.
    private ConnectionView Whole(ConfigurationDraft draft, ConnectionView view, ConnectionView? known, Dictionary<string, GivenSecret> given, string path)
    {
        var now = time.GetUtcNow();
        var config = view.Config with
        {
            Id = known?.Config.Id ?? ConnectionConfig.NewId(),
            Version = known?.Config.Version ?? 1,
            Apps = [.. view.Config.Apps.Select(app => WithSecrets(app))],
        };
        return view with { Config = declared.WithSecrets(config), Stored = known?.Stored };

        TikTokAppConfig WithSecrets(TikTokAppConfig app)
        {
            var before = known?.Config.Find(app.ClientKey);
            if (before?.IsManagedBySettings == true)
            {
                return app;
            }

            var secret = Secret(app.ClientKey, before?.ClientSecret, $"{path}.{Options}.{Apps}[{AllowedText.Of(app.ClientKey)}].client_secret");
            var former = given.ContainsKey(Former(app.ClientKey)) ? Secret(Former(app.ClientKey), before?.FormerSecret, $"{path}.{Options}.{Apps}[{AllowedText.Of(app.ClientKey)}].former_client_secret") : null;
            return app with { ClientSecret = secret, FormerSecret = former, SecretSetAt = ConnectionChecks.AreSame(secret, before?.ClientSecret) ? before?.SecretSetAt : now };
        }

        ClientSecret? Secret(string name, ClientSecret? before, string place)
        {
            if (given.GetValueOrDefault(name) is not { } reference)
            {
                return before;
            }

            if (reference.Value is { } value)
            {
                return ClientSecret.From(value);
            }

            if (before is null && declared.All.All(config => config.Find(name) is null))
            {
                draft.Faults.Add(place, reference.Missing);
            }
            else if (before is not null)
            {
                draft.Notes.Add($"Connection {view.Config.Name} keeps the secret of app {AllowedText.Of(name)}: {reference.Reference} has no value where the document was read.");
            }

            return before;
        }
    }

    private ConnectionView ViewOf(StoredConnection stored) => new(declared.WithSecrets(sealing.Open(stored) ?? stored.Config)) { Stored = stored };

    private static JsonObject Told(ConnectionView view)
    {
        var told = ShapeText.Settable(ConnectionShape.Shape.Write(view), ConnectionShape.Shape.Schema);
        if (view.Config.Platform == UpstreamPlatform.TikTok)
        {
            told.Remove("strategy");
        }

        if (told[Options] is JsonObject options)
        {
            options.Remove("authorizationURL");
            options.Remove("tokenURL");
            if (options["mapping"] is JsonObject mapping)
            {
                // A claim of the default mapping that is not named has its default.
                foreach (var rule in ProfileMapping.Default.Rules.Where(rule => !mapping.ContainsKey(rule.Claim)))
                {
                    mapping[rule.Claim] = null;
                }
            }
        }

        return told;
    }

    private static JsonObject Short(ConnectionView view) => ShapeText.Short(Told(view), [Name], static sent => Told(ShapeText.Take(ConnectionShape.Shape, ConnectionView.Empty, sent, "", new Faults())));

    // A list changes as a whole; apps are told one by one.
    private static JsonObject ByApp(JsonObject told)
    {
        var copy = told.DeepClone().AsObject();
        if (copy[Options] is JsonObject options && options[Apps] is JsonArray apps)
        {
            options[Apps] = new JsonObject(apps.OfType<JsonObject>().Select(static app => app.DeepClone().AsObject()).Select(static app =>
            {
                var key = (string)app[AppKey]!; // every app has one
                app.Remove(AppKey);
                app.Remove("client_secret");
                app.Remove("former_client_secret");
                return KeyValuePair.Create<string, JsonNode?>(key, app);
            }));
        }

        return copy;
    }

    private static IEnumerable<PlannedMember> SecretMembers(ConnectionConfig? before, ConnectionConfig after)
    {
        foreach (var app in after.Apps.Where(static app => !app.IsManagedBySettings))
        {
            var known = before?.Find(app.ClientKey);
            if (!ConnectionChecks.AreSame(known?.ClientSecret, app.ClientSecret))
            {
                yield return new PlannedMember($"{Options}.{Apps}.{app.ClientKey}.client_secret", Text(known?.Fingerprint), Text(app.Fingerprint)) { IsSecret = true };
            }

            if (!ConnectionChecks.AreSame(known?.FormerSecret, app.FormerSecret))
            {
                yield return new PlannedMember($"{Options}.{Apps}.{app.ClientKey}.former_client_secret", Text(FingerprintOf(known)), Text(FingerprintOf(app))) { IsSecret = true };
            }
        }
    }

    private static string? FingerprintOf(TikTokAppConfig? app) => app?.FormerSecret is null ? null : (app with { ClientSecret = app.FormerSecret }).Fingerprint;

    private static JsonValue? Text(string? text) => text is null ? null : JsonValue.Create(text);

    private static string Former(string key) => key + " former";
}
