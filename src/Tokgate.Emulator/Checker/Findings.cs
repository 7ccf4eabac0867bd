namespace Tokgate.Emulator.Checker;

/// <summary>What was found, each deviation once per client and endpoint, and what was judged at all. Bounded; used under the checker's lock alone.</summary>
internal sealed class Findings
{
    private const int Most = 1_000;

    /// <summary>The calls of a usual integration, in the order of a sign-in.</summary>
    private static readonly string[] Usual = ["authorize", "token (code)", "user info", "token (refresh)", "revoke"];

    private readonly Dictionary<(string Id, string ClientKey, string Endpoint), TikTokEmulatorDeviation> found = [];
    private readonly Dictionary<string, long> calls = new(StringComparer.Ordinal);
    private readonly SortedSet<string> broken = new(StringComparer.Ordinal);
    private long requests;

    public void Count(Sighting sighting)
    {
        if ((sighting.Endpoint & CheckedEndpoints.Wire) == 0)
        {
            return;
        }

        requests++;
        var call = NameOf(sighting);
        calls[call] = calls.GetValueOrDefault(call) + 1;
    }

    public void Look(Rule rule, Sighting sighting)
    {
        string? seen;
        try
        {
            seen = rule.Look(sighting);
        }
#pragma warning disable CA1031 // a rule that fails on some strange request must neither end the emulator nor hide the other rules; the report names it
        catch (Exception)
#pragma warning restore CA1031
        {
            Break(rule.Id);
            return;
        }

        if (seen is not null)
        {
            Add(rule, sighting, seen);
        }
    }

    public void Break(string name) => broken.Add(name);

    public TikTokEmulatorCheck Report(DateTimeOffset since, long skipped)
    {
        TikTokEmulatorDeviation[] deviations = [.. found.Values.OrderByDescending(it => it.Severity).ThenByDescending(it => it.Last).ThenBy(it => it.Id, StringComparer.Ordinal)];
        return new TikTokEmulatorCheck
        {
            Verdict = requests == 0 && deviations.Length == 0 ? TikTokEmulatorVerdict.NothingChecked
                : deviations.Length == 0 ? TikTokEmulatorVerdict.Clean
                : deviations[0].Severity switch
                {
                    TikTokEmulatorSeverity.Error => TikTokEmulatorVerdict.Error,
                    TikTokEmulatorSeverity.Warning => TikTokEmulatorVerdict.Warning,
                    _ => TikTokEmulatorVerdict.Note,
                },
            Requests = requests,
            Skipped = skipped,
            Since = since,
            Calls = new Dictionary<string, long>(calls, StringComparer.Ordinal),
            NotSeen = [.. Usual.Where(call => !calls.ContainsKey(call))],
            BrokenRules = [.. broken],
            Deviations = deviations,
        };
    }

    public void Clear()
    {
        found.Clear();
        calls.Clear();
        broken.Clear();
        requests = 0;
    }

    private static string NameOf(Sighting sighting) => sighting.Endpoint != CheckedEndpoints.Token ? sighting.Destination.Name
        : sighting.RedeemsCode ? "token (code)"
        : sighting.Refreshes ? "token (refresh)"
        : sighting.GrantType == "client_credentials" ? "token (client)"
        : "token";

    private void Add(Rule rule, Sighting sighting, string seen)
    {
        var key = (rule.Id, ClientKey: Shown.Key(sighting.ClientKey, sighting.App is not null), Endpoint: NameOf(sighting));
        if (!found.TryGetValue(key, out var known))
        {
            if (found.Count >= Most)
            {
                // Whose it is can be anything that a caller makes up; which rule, cannot.
                key.ClientKey = "(others)";
                known = found.GetValueOrDefault(key);
            }

            known ??= new TikTokEmulatorDeviation(
                rule.Id, rule.Severity, rule.Title, key.ClientKey, key.Endpoint, "", rule.Why, rule.Mend, rule.Source, CheckWords.Of(rule.Evidence), 0, sighting.Now, sighting.Now, "");
        }

        found[key] = known with { Count = known.Count + 1, Last = sighting.Now, Seen = Shown.Safe(seen, sighting), LogId = sighting.Request.LogId };
    }
}
