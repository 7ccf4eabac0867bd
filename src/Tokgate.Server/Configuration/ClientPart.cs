using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Clients;
using Tokgate.Server.Management;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Configuration;

/// <summary>Clients and their rights at APIs. Both are one registration in one row, so they are planned together.</summary>
internal sealed class ClientPart(ApiDirectory apis, TargetRules targets, TimeProvider time) : IConfigurationPart
{
    public const string Clients = "clients";
    public const string Grants = "client_grants";

    private const string Secret = "client_secret";
    private const string Client = "client";
    private const string Grant = "client_grant";

    // Says in one word what the list says in full.
    private const string FirstMethod = "token_endpoint_auth_method";

    private static readonly string[] Kept = ["client_id", "name", "app_type"];

    public static IReadOnlyList<KeyValuePair<string, JsonObject>> AllSections => [KeyValuePair.Create(Clients, ClientShape.Shape.Schema), KeyValuePair.Create(Grants, ClientGrantEndpoints.Shape.Schema)];

    public IReadOnlyList<KeyValuePair<string, JsonObject>> Sections => AllSections;

    public void Plan(ConfigurationDraft draft)
    {
        var drafts = draft.State.Clients.ToDictionary(static client => client.Id, static client => new ClientDraft(client), StringComparer.Ordinal);
        ReadClients(draft, drafts);
        ReadGrants(draft, drafts);
        Prune(draft, drafts);
        if (!draft.Faults.Any)
        {
            foreach (var client in drafts.Values.OrderBy(static client => client.Id, StringComparer.Ordinal))
            {
                Settle(draft, client);
            }
        }
    }

    public IEnumerable<KeyValuePair<string, JsonArray>> Export(ConfigurationState state)
    {
        var names = SecretNames.Of(state.Clients.Select(static client => client.Id));
        var now = time.GetUtcNow();
        yield return KeyValuePair.Create(Clients, new JsonArray([.. state.Clients.Select(client =>
        {
            var told = ShapeText.Short(Told(client.Client), Kept, static sent => Told(ShapeText.Take(ClientShape.Shape, ClientShape.Empty, sent, "", new Faults()).Client));
            if (client.Secrets.Any(secret => secret.IsActive(now)))
            {
                told[Secret] = SecretReferences.Variable(names[client.Id]);
            }

            return told;
        })]));
        yield return KeyValuePair.Create(Grants, new JsonArray([.. state.Clients.SelectMany(static client => client.Client.Audiences.Select(audience => Told(client, audience)))]));
    }

    private static void ReadClients(ConfigurationDraft draft, Dictionary<string, ClientDraft> drafts)
    {
        foreach (var (id, path, item) in draft.Items(Clients, "client_id"))
        {
            var secret = draft.Secrets.Take(item, Secret, path, draft.Faults);
            if (secret?.Value is { } value)
            {
                item[Secret] = value;
            }

            var view = ShapeText.Take(ClientShape.Shape, ClientShape.Empty, item, path, draft.Faults);
            if (!drafts.TryGetValue(id, out var known))
            {
                drafts.Add(id, known = new ClientDraft(id));
            }

            known.Path = path;
            known.Desired = Canonical(view.Client);
            known.Secret = secret;
        }
    }

    private void ReadGrants(ConfigurationDraft draft, Dictionary<string, ClientDraft> drafts)
    {
        var seen = new HashSet<(string Client, string Audience)>();
        foreach (var (item, number) in draft.Document.Of(Grants).Select(static (item, number) => (item, number)))
        {
            var path = $"{Grants}[{number}]";
            var faults = new Faults();
            var grant = ShapeText.Take(ClientGrantEndpoints.Shape, ClientGrantView.Empty, item, path, faults);
            foreach (var fault in faults.All)
            {
                draft.Faults.Add(fault.Member, fault.Message);
            }

            if (faults.Any)
            {
                continue;
            }

            if (!seen.Add((grant.ClientId, grant.Audience)))
            {
                draft.Faults.Add(path, "is there twice for this client and audience");
            }
            else if (!drafts.TryGetValue(grant.ClientId, out var client))
            {
                draft.Faults.Add(path + ".client_id", "names no client, neither in the document nor on the server");
            }
            else if (grant.Audience.Length == 0)
            {
                draft.Faults.Add(path + ".audience", "must be there");
            }
            else if (apis.Fault(grant.Audience, grant.Scopes) is { } fault)
            {
                draft.Faults.Add(path + ".scope", fault);
            }
            else
            {
                client.Path ??= path;
                client.Granted.Add(new ClientAudience(grant.Audience, grant.Scopes));
            }
        }
    }

    private void Prune(ConfigurationDraft draft, Dictionary<string, ClientDraft> drafts)
    {
        foreach (var client in drafts.Values.Where(static client => client.Before is not null).OrderBy(static client => client.Id, StringComparer.Ordinal))
        {
            if (draft.Document.Has(Clients) && client.Desired is null)
            {
                if (client.Id == draft.Request.ClientId)
                {
                    draft.Stays(Client, client.Id, "it is who asks, and could not ask again");
                }
                else if (client.Granted.Count > 0)
                {
                    draft.Stays(Client, client.Id, "not in the document, which grants it something");
                }
                else
                {
                    client.IsGone = draft.Prunes(Client, client.Id);
                }
            }

            if (draft.Document.Has(Grants) && !client.IsGone)
            {
                foreach (var audience in client.Before!.Client.Audiences.Where(audience => client.Granted.All(granted => granted.Audience != audience.Audience))) // as filtered
                {
                    var isOwn = client.Id == draft.Request.ClientId && audience.Audience == apis.Management.Audience;
                    if (isOwn)
                    {
                        draft.Stays(Grant, GrantId(client.Id, audience), "it is what opens this API to who asks");
                    }

                    if (isOwn || !draft.Prunes(Grant, GrantId(client.Id, audience)))
                    {
                        client.Granted.Add(audience);
                    }
                }
            }
            else
            {
                client.Granted.AddRange(client.Before!.Client.Audiences.Where(audience => client.Granted.All(granted => granted.Audience != audience.Audience))); // as filtered
            }
        }
    }

    private void Settle(ConfigurationDraft draft, ClientDraft client)
    {
        if (client.IsGone)
        {
            draft.Plan(Client, client.Id, PlannedAction.Delete, [], Clients);
            draft.Writes.Clients.Add(new(client.Before, null, null, default, ChangeText.Of(Audited(client.Before!.Client), null))); // only what is there can go
            return;
        }

        if (client.Path is null && client.IsUntouched)
        {
            return;
        }

        var before = client.Before?.Client;
        var after = Registered(client);
        var place = client.Path ?? $"{Clients}[{client.Id}]";
        foreach (var fault in ClientShape.Faults(after, targets))
        {
            draft.Faults.Add(fault.Member.Length == 0 ? place : $"{place}.{fault.Member}", fault.Message);
        }

        var secret = SecretOf(draft, client, after, place);
        var members = new List<PlannedMember>(ShapeText.Difference(before is null ? null : Told(before), before is null ? Created(after) : Told(after)));
        if (secret is not null)
        {
            members.Add(new PlannedMember(Secret, client.Before is null ? null : Fingerprints(client.Before), JsonValue.Create(Fingerprint(secret))) { IsSecret = true });
        }

        var isOwnChange = members.Count > 0;
        if (isOwnChange)
        {
            draft.Plan(Client, client.Id, before is null ? PlannedAction.Create : PlannedAction.Change, members, Clients);
        }

        var grantsChange = PlanGrants(draft, client, before, after);
        if (isOwnChange || grantsChange)
        {
            draft.HandsOver(ClientPower.Of(before, after, apis));
            draft.Writes.Clients.Add(new(client.Before, after, secret, time.GetUtcNow() + draft.Request.PreviousSecretLifetime, ChangeText.Of(before is null ? null : Audited(before), Audited(after))));
        }

        if (secret is not null && client.Before is not null)
        {
            draft.Needs(ManagementScopes.Update("client_keys"));
            draft.HandsOver(ClientPower.Of(after, apis));
        }
    }

    private bool PlanGrants(ConfigurationDraft draft, ClientDraft client, Client? before, Client after)
    {
        var old = (before?.Audiences ?? []).ToDictionary(static audience => audience.Audience, StringComparer.Ordinal);
        var changes = draft.Changes.Count;
        foreach (var audience in after.Audiences)
        {
            var known = old.GetValueOrDefault(audience.Audience);
            old.Remove(audience.Audience);
            if (known?.Scopes.SequenceEqual(audience.Scopes, StringComparer.Ordinal) == true)
            {
                continue;
            }

            draft.Plan(Grant, GrantId(client.Id, audience), known is null ? PlannedAction.Create : PlannedAction.Change, [new PlannedMember("scope", known is null ? null : Texts(known.Scopes), Texts(audience.Scopes))], Grants);
            draft.HandsOver(audience.Audience == apis.Management.Audience ? audience.Scopes : []);
        }

        foreach (var gone in old.Values)
        {
            draft.Plan(Grant, GrantId(client.Id, gone), PlannedAction.Delete, [], Grants);
        }

        return draft.Changes.Count > changes;
    }

    private ClientSecret? SecretOf(ConfigurationDraft draft, ClientDraft client, Client after, string place)
    {
        var proves = after.AuthMethods.Any(static method => method is ClientAuthMethod.Basic or ClientAuthMethod.Post);
        if (client.Secret is null)
        {
            if (client.Before is null && proves)
            {
                draft.Notes.Add($"Client {client.Id} will have no secret: name one by client_secret, or have one made by POST /api/v2/clients/{client.Id}/rotate-secret.");
            }

            return null;
        }

        if (!proves)
        {
            draft.Faults.Add($"{place}.{Secret}", "is for clients that prove themselves by a secret");
            return null;
        }

        if (client.Secret.Value is not { } value)
        {
            if (client.Before is null)
            {
                draft.Faults.Add($"{place}.{Secret}", client.Secret.Missing);
            }
            else
            {
                draft.Notes.Add($"Client {client.Id} keeps its secret: {client.Secret.Reference} has no value where the document was read.");
            }

            return null;
        }

        var (hash, now) = (Handle.HashOf(value), time.GetUtcNow());
        return client.Before?.Secrets.Any(known => known.IsActive(now) && known.Hash.AsSpan().SequenceEqual(hash)) == true ? null : ClientSecret.Of(value, now);
    }

    // As the management API does when it is given grants one by one.
    private static Client Registered(ClientDraft draft)
    {
        var client = (draft.Desired ?? draft.Before!.Client) with { Version = draft.Before?.Client.Version ?? 1 }; // it is in the document or on the server
        var former = draft.Before?.Client.Audiences.Select(static audience => audience.Audience).ToList() ?? [];
        IReadOnlyList<ClientAudience> audiences = [.. draft.Granted.OrderBy(audience => former.IndexOf(audience.Audience) is var place && place < 0 ? int.MaxValue : place)];
        var takesCredentials = client.Type != ClientType.Public && audiences.Count > 0 && !client.Allows(GrantTypes.ClientCredentials);
        return Canonical(client with { Audiences = audiences, GrantTypes = takesCredentials ? [.. client.GrantTypes, GrantTypes.ClientCredentials] : client.GrantTypes });
    }

    // The order of grant types means nothing, and is not the same whoever wrote them.
    private static Client Canonical(Client client) => client with { GrantTypes = [.. GrantTypes.All.Where(client.Allows), .. client.GrantTypes.Except(GrantTypes.All, StringComparer.Ordinal)] };

    private static JsonObject Told(Client client)
    {
        var told = ShapeText.Settable(ClientShape.Shape.Write(new ClientView(Canonical(client))), ClientShape.Shape.Schema);
        told.Remove(FirstMethod);
        return told;
    }

    private static JsonObject Created(Client client) => ShapeText.Short(Told(client), Kept, static sent => Told(ShapeText.Take(ClientShape.Shape, ClientShape.Empty, sent, "", new Faults()).Client));

    private static JsonObject Told(RegisteredClient client, ClientAudience audience) =>
        ShapeText.Settable(ClientGrantEndpoints.Shape.Write(new ClientGrantView(client, audience.Audience, audience.Scopes)), ClientGrantEndpoints.Shape.Schema);

    private static JsonObject Audited(Client client)
    {
        var told = Told(client);
        told[Grants] = new JsonArray([.. client.Audiences.Select(static audience => new JsonObject { ["audience"] = audience.Audience, ["scope"] = Texts(audience.Scopes) })]);
        return told;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(static text => JsonValue.Create(text))]);

    private static string GrantId(string clientId, ClientAudience audience) => $"{clientId} at {audience.Audience}";

    private JsonValue? Fingerprints(RegisteredClient client)
    {
        var now = time.GetUtcNow();
        return string.Join(", ", client.Secrets.Where(secret => secret.IsActive(now)).Select(Fingerprint)) is { Length: > 0 } text ? JsonValue.Create(text) : null;
    }

    private static string Fingerprint(ClientSecret secret) => Convert.ToHexStringLower(secret.Hash.AsSpan(0, 4));

    private sealed class ClientDraft(string id)
    {
        public ClientDraft(RegisteredClient before)
            : this(before.Id) => Before = before;

        public string Id { get; } = id;

        public RegisteredClient? Before { get; }

        /// <value>Where the document speaks of it; null if it does not.</value>
        public string? Path { get; set; }

        public Client? Desired { get; set; }

        public GivenSecret? Secret { get; set; }

        public List<ClientAudience> Granted { get; } = [];

        public bool IsGone { get; set; }

        public bool IsUntouched => Before is not null && Granted.SequenceEqual(Before.Client.Audiences);
    }
}
