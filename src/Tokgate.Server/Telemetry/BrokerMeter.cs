using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tokgate.Server.Telemetry;

/// <summary>
/// What the broker counts. The names and what they are told apart by are an interface (docs/telemetry.md): boards and alerts are built on them. Nothing here names a person,
/// and every value comes from a short list, so that no stranger can make a series. Without anybody who listens, a count costs a look at a field.
/// </summary>
internal sealed class BrokerMeter
{
    public const string Name = "Tokgate.Server";

    private readonly Counter<long> signInsStarted;
    private readonly Counter<long> signIns;
    private readonly Counter<long> tokensIssued;
    private readonly Counter<long> tokensRefused;
    private readonly Counter<long> limited;
    private readonly Counter<long> deliveries;
    private readonly ObservableGauge<long> grants;

    private volatile Levels? levels;

    public BrokerMeter(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(Name);
        signInsStarted = meter.CreateCounter<long>("tokgate.sign_ins.started", "{sign_in}", "Browsers that were sent to TikTok.");
        signIns = meter.CreateCounter<long>("tokgate.sign_ins", "{sign_in}", "Sign-ins that came to an end, by what came of them.");
        tokensIssued = meter.CreateCounter<long>("tokgate.tokens.issued", "{answer}", "Answers of the token endpoint with tokens.");
        tokensRefused = meter.CreateCounter<long>("tokgate.tokens.refused", "{answer}", "Answers of the token endpoint with an error.");
        limited = meter.CreateCounter<long>("tokgate.requests.limited", "{request}", "Requests that were turned away because a limit was reached.");
        deliveries = meter.CreateCounter<long>("tokgate.deliveries", "{attempt}", "Attempts to tell another server something.");
        meter.CreateObservableGauge("tokgate.deliveries.waiting", () => Measure(levels?.Waiting, "tokgate.delivery.kind"), "{delivery}", "Deliveries that wait for their next attempt, of all nodes.");
        grants = meter.CreateObservableGauge("tokgate.grants", () => Measure(levels?.Grants, "tokgate.grant.state"), "{grant}", "TikTok grants in the vault, of all nodes.");
        meter.CreateObservableGauge("tokgate.data_keys.oldest_age", () => Age(levels?.OldestDataKeyAt, time), "s", "How long the oldest data key of a grant has been in use.");
        meter.CreateObservableGauge(
            "tokgate.signing_keys.age",
            () => levels is { } now ? now.SigningKeys.Select(key => new Measurement<double>((time.GetUtcNow() - key.Value).TotalSeconds, Tag("tokgate.key.algorithm", key.Key))) : [],
            "s",
            "How long the key that signs has been signing.");
    }

    /// <summary>Whether somebody wants to know what has to be read from the database.</summary>
    public bool WantsLevels => grants.Enabled;

    public void SignInStarted(string connection) => signInsStarted.Add(1, Tag("tokgate.connection", connection));

    /// <param name="outcome">completed, answered (by a session that was there), failed (with an error page) or refused (the application was told).</param>
    /// <param name="cause">Our error id, or OAuth's error code; null for a success.</param>
    /// <param name="connection">Null where it is not known.</param>
    public void SignIn(string outcome, string? cause, string? connection)
    {
        if (signIns.Enabled)
        {
            var tags = new TagList { Tag("tokgate.outcome", outcome) };
            Add(ref tags, "tokgate.cause", cause);
            Add(ref tags, "tokgate.connection", connection);
            signIns.Add(1, tags);
        }
    }

    /// <param name="grantType">One that there is; null for whatever else was sent.</param>
    /// <param name="error">OAuth's error code; null if there are tokens.</param>
    public void Token(string? grantType, string? error)
    {
        var grant = Tag("tokgate.grant_type", grantType ?? "other");
        if (error is null)
        {
            tokensIssued.Add(1, grant);
        }
        else
        {
            tokensRefused.Add(1, grant, Tag("tokgate.cause", error));
        }
    }

    public void Limited(string limit) => limited.Add(1, Tag("tokgate.limit", limit));

    public void Delivery(string kind, string outcome) => deliveries.Add(1, Tag("tokgate.delivery.kind", kind), Tag("tokgate.outcome", outcome));

    public void Tell(Levels now) => levels = now;

    private static IEnumerable<Measurement<long>> Measure(IReadOnlyDictionary<string, long>? counts, string name) =>
        (counts ?? new Dictionary<string, long>()).Select(pair => new Measurement<long>(pair.Value, Tag(name, pair.Key)));

    private static IEnumerable<Measurement<double>> Age(DateTimeOffset? since, TimeProvider time) =>
        since is { } begun ? [new Measurement<double>((time.GetUtcNow() - begun).TotalSeconds)] : [];

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static void Add(ref TagList tags, string name, string? value)
    {
        if (value is not null)
        {
            tags.Add(name, value);
        }
    }
}
