using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Connections;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management.People;

/// <summary>A person's JSON, in Auth0's members.</summary>
internal sealed class PersonShape
{
    private const int MaxMetadata = 16_000;

    private static readonly Person Empty = new() { Id = "", IsBlocked = false, Claims = [], CreatedAt = default, UpdatedAt = default };
    private static readonly Members<Person> Of = new(Empty);

    /// <summary>Members that are claims, and the claim: who owns it, a connection's mapping says.</summary>
    private static readonly (string Member, string Claim)[] Owned = [("name", "name"), ("nickname", "nickname"), ("picture", "picture")];

    private readonly ConnectionDirectory connections;

    public PersonShape(ConnectionDirectory connections)
    {
        this.connections = connections;
        Shape = new Shape<Person>(
            "user",
            Of.Told("user_id", Schemas.Text, static person => person.Id, "The subject: random, never given to anybody else."),
            Of.Optional("name", static person => person.Text("name"), static (person, value) => person.With("name", value), 200).Says("The display name. Yours to change where the connection's mapping takes it once."),
            Of.Optional("nickname", static person => person.Text("nickname") ?? person.Text("preferred_username"), static (person, value) => person.With("nickname", value), 200).Says("The username at TikTok, unless you gave another."),
            Of.Told("username", Schemas.Text, static person => person.Text("preferred_username"), "The username at TikTok, if TikTok told it."),
            Of.Optional("picture", static person => person.Text("picture"), static (person, value) => person.With("picture", value), 2_000).Says("An address of a picture. TikTok's ends after some hours."),
            Of.Told("email", Schemas.Text, static person => person.Text("email"), "The placeholder address, where the connection gives one. TikTok tells no address."),
            Of.Told("email_verified", Schemas.Flag, static person => person.Claims["email_verified"]?.DeepClone(), "False: nobody reads mail there."),
            Of.Instant("created_at", static person => person.CreatedAt, "When the person signed in first."),
            Of.Instant("updated_at", static person => person.UpdatedAt, "When what is said about them changed.").Fleeting(),
            Of.Instant("last_login", static person => person.LastLoginAt, "When they came from TikTok last.").Fleeting(),
            Of.Number("logins_count", static person => person.Logins, "How often they came from TikTok.").Fleeting(),
            Of.Flag("blocked", static person => person.IsBlocked, static (person, value) => person with { IsBlocked = value }).Says("Whether they are turned away. Ends sessions and what applications hold."),
            Of.Told("identities", Schemas.ListOf(Schemas.Object([], ("connection", "string"), ("provider", "string"), ("user_id", "string"), ("isSocial", "boolean"), ("union_id", "string"), ("tiktok_app", "string"))), Identities, "The TikTok accounts by which they come."),
            Metadata("user_metadata", static person => person.UserMetadata, static (person, value) => person with { UserMetadata = value }, "What the person may know and change by your applications."),
            Metadata("app_metadata", static person => person.AppMetadata, static (person, value) => person with { AppMetadata = value }, "What your applications keep about the person."),
            Of.Told("tiktok", Schemas.Object([]), static person => person.Claims[ClaimNames.TikTok]?.DeepClone(), "What TikTok said of them, in TikTok's members."));
    }

    public Shape<Person> Shape { get; }

    /// <summary>Why a change is not the operator's to make, or null.</summary>
    public ManagementError? OwnershipFault(Person before, Person after)
    {
        var faults = new Faults();
        foreach (var (member, claim) in Owned.Where(owned => before.Text(owned.Claim) != after.Text(owned.Claim)))
        {
            if (ConnectionsOf(before).FirstOrDefault(connection => connection.Config.Mapping.Rules.Any(rule => rule.Claim == claim && rule.Update == ClaimUpdate.EveryLogin)) is { } owner)
            {
                faults.Add(member, $"comes from TikTok at every sign-in by connection {owner.Name}; it is yours once that connection's mapping takes the claim {claim} at the first login only");
            }
            else if (member == "picture" && after.Text(claim) is { } picture && (!Uri.TryCreate(picture, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps))
            {
                faults.Add(member, "must be an absolute https address");
            }
        }

        return faults.Any ? ManagementError.InvalidBody(faults.All) : null;
    }

    private IEnumerable<Connection> ConnectionsOf(Person person) =>
        connections.All.Where(connection => connection.Name == person.Connection || person.Identities.Any(identity => connection.ClientKeys.Contains(identity.TikTokApp)));

    private JsonArray Identities(Person person) => [.. person.Identities.Select(identity => Write(person, identity))];

    private JsonObject Write(Person person, PersonIdentity identity)
    {
        // An app may serve several connections; the one that they came by last is the best answer.
        var serving = connections.All.Where(connection => connection.ClientKeys.Contains(identity.TikTokApp)).Select(static connection => connection.Name).ToList();
        var json = new JsonObject
        {
            ["connection"] = serving.Find(name => name == person.Connection) ?? serving.FirstOrDefault() ?? person.Connection,
            ["provider"] = "oauth2",
            ["user_id"] = identity.OpenId,
            ["isSocial"] = true,
            ["tiktok_app"] = identity.TikTokApp,
        };
        if (identity.UnionId is { } unionId)
        {
            json["union_id"] = unionId;
        }

        return json;
    }

    // As at Auth0: the first level is merged, what lies below is replaced.
    private static Member<Person> Metadata(string name, Func<Person, JsonObject> get, Func<Person, JsonObject, Person> set, string description) => new(name, new JsonObject { ["type"] = "object" })
    {
        Description = description + $" Sent members change, those sent as null go, the others stay; at most {MaxMetadata} characters of JSON.",
        Read = person => get(person).DeepClone(),
        Take = (person, sent, path, faults) =>
        {
            if (sent is { ValueKind: not JsonValueKind.Object })
            {
                return Members<Person>.Refuse(person, path, faults, "must be an object");
            }

            var merged = sent is null ? [] : get(person).DeepClone().AsObject();
            foreach (var member in sent?.EnumerateObject() ?? default)
            {
                if (member.Value.ValueKind == JsonValueKind.Null)
                {
                    merged.Remove(member.Name);
                }
                else
                {
                    merged[member.Name] = JsonNode.Parse(member.Value.GetRawText());
                }
            }

            return merged.ToJsonString().Length > MaxMetadata ? Members<Person>.Refuse(person, path, faults, $"would have more than {MaxMetadata} characters")
                : JsonNode.DeepEquals(merged, get(person)) ? person
                : set(person, merged);
        },
    };
}
