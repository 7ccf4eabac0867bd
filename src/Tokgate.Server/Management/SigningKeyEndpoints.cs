using System.Text.Json.Nodes;
using Tokgate.Server.Apis;
using Tokgate.Server.Keys;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Management;

/// <summary>The keys that sign tokens.</summary>
/// <remarks>
/// Owns <c>/api/v2/keys/signing</c>, <c>/keys/signing/{kid}</c>, <c>/keys/signing/rotate</c> and <c>/keys/signing/{kid}/revoke</c>. Private keys are never told. Rotation announces
/// a successor and breaks no verification; revocation is for a key that leaked and does. Does not own the schedule (Keys).
/// </remarks>
internal sealed class SigningKeyEndpoints(SigningKeyRing ring, KeyRotation rotation) : IManagementEndpoints
{
    private static readonly Members<KeyValuePair<SigningKey, KeyState>> Of = new(default);

    private static readonly Shape<KeyValuePair<SigningKey, KeyState>> Shape = new(
        "signing_key",
        Of.Told("kid", Schemas.Text, static pair => pair.Key.Id, "As in the key set and in the header of tokens."),
        Of.Told("alg", Schemas.Text, static pair => SigningKey.Name(pair.Key.Algorithm), "RS256 or ES256."),
        Of.Told("state", Schemas.Text, static pair => Word(pair.Value), "announced, active, retiring or gone."),
        Of.Told("next", Schemas.Flag, static pair => pair.Value == KeyState.Announced, "In the key set and not signing yet."),
        Of.Told("current", Schemas.Flag, static pair => pair.Value == KeyState.Active, "Signs."),
        Of.Told("previous", Schemas.Flag, static pair => pair.Value == KeyState.Retiring, "Signs no more; what it signed is verified."),
        Of.Instant("created_at", static pair => pair.Key.Stored.CreatedAt, "When it was made."),
        Of.Instant("current_since", static pair => pair.Key.Stored.ActivatesAt, "Since when, or from when on, it signs."));

    public IEnumerable<ManagementRoute> Routes =>
    [
        new(new ManagementOperation("GET", "keys/signing", ManagementScopes.Read("signing_keys"), "listSigningKeys")
        {
            Summary = "The keys that sign tokens, and how they stand.",
            Answer = () => Schemas.ListOf(Shape.Schema),
        }, async call => new JsonArray([.. (await ring.GetAsync(call.Aborted)).States.Select(static pair => Shape.Write(pair))])),
        new(new ManagementOperation("GET", "keys/signing/{kid}", ManagementScopes.Read("signing_keys"), "getSigningKey")
        {
            Summary = "One key.",
            Answer = () => Shape.Schema,
        }, async call => await FindAsync(call) is { } pair ? Shape.Write(pair) : ManagementError.NotFound("signing_key")),
        new(new ManagementOperation("POST", "keys/signing/rotate", ManagementScopes.Create("signing_keys"), "rotateSigningKeys")
        {
            Summary = "Announces a successor of each key (or of those of `alg`), which takes over when every relying party has had time to fetch it.",
            Body = () => Schemas.Object([], ("alg", "string")),
            Answer = () => Schemas.Object([]).WithProperty("keys", Schemas.ListOf(Shape.Schema)),
            Status = StatusCodes.Status201Created,
        }, RotateAsync),
        new(new ManagementOperation("PUT", "keys/signing/{kid}/revoke", ManagementScopes.Update("signing_keys"), "revokeSigningKey")
        {
            Summary = "Removes a key that leaked, at once: what it signed is refused, and a successor signs from now on.",
            Answer = () => Schemas.Object([], ("kid", "string")),
        }, RevokeAsync),
    ];

    private async Task<ManagementAnswer> RotateAsync(ManagementCall call)
    {
        if (call.BodyFault("alg") is { } unknown)
        {
            return unknown;
        }

        var all = Enum.GetValues<SigningAlgorithm>();
        if (call.Body.TryGetProperty("alg", out _))
        {
            all = [.. all.Where(algorithm => call.Body.Text("alg") == SigningKey.Name(algorithm))];
            if (all.Length == 0)
            {
                return ManagementError.InvalidBody([new Fault("alg", "must be RS256 or ES256")]);
            }
        }

        var made = new List<string>();
        foreach (var algorithm in call.IsDryRun ? [] : all)
        {
            if (await rotation.RotateAsync(algorithm, call.Aborted) is { } id)
            {
                made.Add(id);
            }
        }

        if (made.Count == 0 && !call.IsDryRun)
        {
            return ManagementError.Conflict("rotation_under_way", "A successor is announced already.") with { Advice = "Wait until it signs (current_since), or revoke the key that must go at once." };
        }

        var states = (await ring.GetAsync(call.Aborted)).States;
        return new JsonObject { ["keys"] = new JsonArray([.. states.Where(pair => made.Contains(pair.Key.Id, StringComparer.Ordinal)).Select(static pair => Shape.Write(pair))]) };
    }

    private async Task<ManagementAnswer> RevokeAsync(ManagementCall call)
    {
        if (await FindAsync(call) is not { } pair)
        {
            return ManagementError.NotFound("signing_key");
        }

        return call.IsDryRun || await rotation.RemoveAsync(pair.Key.Id, call.Aborted) ? new JsonObject { ["kid"] = pair.Key.Id } : ManagementError.NotFound("signing_key");
    }

    private async Task<KeyValuePair<SigningKey, KeyState>?> FindAsync(ManagementCall call)
    {
        var kid = call.Value("kid");
        var found = (await ring.GetAsync(call.Aborted)).States.Where(pair => string.Equals(pair.Key.Id, kid, StringComparison.Ordinal)).ToList();
        return found is [var pair] ? pair : null;
    }

    private static string Word(KeyState state) => state switch
    {
        KeyState.Announced => "announced",
        KeyState.Active => "active",
        KeyState.Retiring => "retiring",
        _ => "gone",
    };
}
