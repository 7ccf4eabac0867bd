using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tokgate.Server.Tests.Hosting;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Telemetry;

/// <summary>The names are an interface: docs/telemetry.md and the board in deploy/grafana say what the program has, and nothing else.</summary>
public sealed class TelemetryNameTests
{
    // What Prometheus makes of a name that comes by OTLP.
    private static readonly Regex Queried = new("\\b(?:tokgate|http|kestrel|dotnet|db)_[a-z0-9_]+");

    private static readonly string[] Functions = ["http_route", "http_request_method", "http_response_status_code"];

    [Fact]
    public async Task Every_instrument_is_documented_with_its_kind_and_unit_and_nothing_else()
    {
        var ours = (await InstrumentsAsync()).Where(static one => one.Meter.Name.StartsWith("Tokgate.", StringComparison.Ordinal)).Select(static one => $"{one.Name} | {one.Meter.Name} | {KindOf(one)} | {UnitOf(one)}");
        var documented = Rows().Where(static row => row[1].StartsWith("Tokgate.", StringComparison.Ordinal)).Select(static row => string.Join(" | ", row.Take(4)).Replace("`", "", StringComparison.Ordinal));
        Assert.Equal(ours.Distinct().Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_query_of_the_board_is_about_a_metric_that_there_is()
    {
        var known = (await InstrumentsAsync()).SelectMany(PrometheusNames).ToHashSet(StringComparer.Ordinal);
        using var board = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.Find("deploy/grafana/tokgate.json")));
        var panels = board.RootElement.GetProperty("panels").EnumerateArray().Where(static panel => panel.GetProperty("type").GetString() != "row").ToList();
        Assert.InRange(panels.Count, 12, 60);
        var queries = panels.SelectMany(static panel => panel.GetProperty("targets").EnumerateArray()).Select(static target => target.GetProperty("expr").GetString()!).ToList(); // each target has one
        foreach (var name in queries.SelectMany(query => Queried.Matches(Regex.Replace(query, "by \\([^)]*\\)|\\{[^}]*\\}", "")).Select(static match => match.Value)).Except(Functions))
        {
            Assert.Contains(name, known);
        }

        // And it leaves none of ours out.
        var shown = string.Join('\n', queries);
        Assert.All((await InstrumentsAsync()).Where(static one => one.Meter.Name.StartsWith("Tokgate.", StringComparison.Ordinal)), one => Assert.Contains(PrometheusNames(one), name => shown.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Attributes_that_a_span_may_have_are_documented()
    {
        var text = File.ReadAllText(Repository.Find("docs/telemetry.md"));
        var allowed = (IEnumerable<string>)typeof(Tokgate.Server.Telemetry.TracePrivacy).GetField("Allowed", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.GetValue(null)!; // it is there
        Assert.All(allowed, name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    private static async Task<List<Instrument>> InstrumentsAsync()
    {
        var found = new ConcurrentBag<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => found.Add(instrument) };
        listener.Start();
        await using var broker = await Broker.StartAsync();
        await broker.GetAsync("/health/live");
        foreach (var (type, name) in ((Type, string)[])[(typeof(TikTokVault), "Tokgate.Vault.VaultMeter"), (typeof(TikTokClient), "Tokgate.TikTok.CallMeter")])
        {
            RuntimeHelpers.RunClassConstructor(type.Assembly.GetType(name, throwOnError: true)!.TypeHandle); // or it would have thrown
        }

        return [.. found.DistinctBy(static one => (one.Meter.Name, one.Name))];
    }

    private static List<string[]> Rows() =>
        [.. File.ReadLines(Repository.Find("docs/telemetry.md")).Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).Select(static line => line.Trim('|', ' ').Split(" | "))];

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" => "counter",
        "Histogram" => "histogram",
        "ObservableGauge" => "gauge",
        var other => other,
    };

    private static string UnitOf(Instrument instrument) => instrument.Unit ?? "";

    private static IEnumerable<string> PrometheusNames(Instrument instrument)
    {
        var unit = UnitOf(instrument) switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = instrument.Name.Replace('.', '_') + unit;
        var kind = instrument.GetType().Name.Split('`')[0];
        return kind is "Histogram" ? [name + "_bucket", name + "_sum", name + "_count"] : kind is "Counter" or "ObservableCounter" ? [name + "_total"] : [name];
    }
}
