using System.Globalization;
using Tokgate.Emulator.Pages;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Checker;

/// <summary>The report as a page.</summary>
internal static class CheckPage
{
    private static readonly TikTokEmulatorSeverity[] WorstFirst = [TikTokEmulatorSeverity.Error, TikTokEmulatorSeverity.Warning, TikTokEmulatorSeverity.Note];

    public static Answer Show(TikTokEmulatorCheck check) => Page.Answer(
        "Check – TikTok emulator",
        Html.Of($"""
            <section class="card wide">
            <h1>What TikTok would make of the clients that came by</h1>
            <p data-testid="check-summary"><span class="tag {Look(check.Verdict)}" data-testid="check-verdict">{Word(check.Verdict)}</span> {check.Summary}</p>
            <dl><dt>Since</dt><dd>{Time(check.Since)}</dd>
            <dt>Judged</dt><dd>{(check.Calls.Count == 0 ? "nothing yet" : string.Join(", ", check.Calls.OrderBy(call => call.Key, StringComparer.Ordinal).Select(call => string.Create(CultureInfo.InvariantCulture, $"{call.Key} {call.Value}×"))))}</dd>
            {(check.NotSeen.Count == 0 ? Html.Empty : Html.Of($"<dt>Did not come</dt><dd data-testid=\"check-not-seen\">{string.Join(", ", check.NotSeen)}: nothing is known about these</dd>"))}</dl>
            <form method="post" action="{Paths.Check}"><div class="row"><a class="button secondary" href="{Paths.Check}" data-testid="check-again">Look again</a>
            <button class="button secondary" name="action" value="clear" data-testid="check-clear">Forget and begin anew</button></div></form>
            </section>
            {Html.Join(WorstFirst.Select(severity => Group(severity, [.. check.Deviations.Where(it => it.Severity == severity)])))}
            <section class="card"><p class="small soft">Each deviation stands here once per client and endpoint. The same as JSON: <a href="{Paths.Check}.json">{Paths.Check}.json</a>; on the command line:
            <code>dotnet run --project src/Tokgate.Emulator -- check</code>. What cannot be seen in requests, such as whether a client compares state or keeps its tokens safe, is not judged; <code>docs/guides/checker.md</code> tells of every rule. <a href="/">Everything at a glance</a></p></section>
            """));

    private static Html Group(TikTokEmulatorSeverity severity, TikTokEmulatorDeviation[] deviations) => deviations.Length == 0
        ? Html.Empty
        : Html.Of($"""
            <section class="card" aria-labelledby="{CheckWords.Of(severity)}"><h2 id="{CheckWords.Of(severity)}">{Heading(severity)} ({deviations.Length})</h2>
            {Html.Join(deviations.Select(Deviation))}
            </section>
            """);

    private static Html Deviation(TikTokEmulatorDeviation it) => Html.Of($"""
        <article class="deviation" data-testid="deviation-{it.Id}">
        <h3><code>{it.Id}</code> {it.Title}</h3>
        <dl><dt>Seen</dt><dd><code>{it.Seen}</code></dd>
        <dt>At TikTok</dt><dd>{it.Why}</dd>
        <dt>Mend</dt><dd>{it.Mend}</dd>
        <dt>Client</dt><dd>{(it.ClientKey.Length == 0 ? Html.Of($"not known") : Html.Of($"<code>{it.ClientKey}</code>"))} at {it.Endpoint}</dd>
        <dt>When</dt><dd>{Times(it)}, <code>log_id</code> <code>{it.LogId}</code></dd>
        <dt>Source</dt><dd><a href="{it.Source.AbsoluteUri}" rel="noreferrer">{it.Source.AbsoluteUri}</a> ({it.Evidence})</dd></dl>
        </article>
        """);

    private static string Times(TikTokEmulatorDeviation it) => it.Count == 1
        ? $"once, {Time(it.Last)}"
        : string.Create(CultureInfo.InvariantCulture, $"{it.Count:N0} times, {Time(it.First)} to {Time(it.Last)}");

    private static string Heading(TikTokEmulatorSeverity severity) => severity switch
    {
        TikTokEmulatorSeverity.Error => "Errors: TikTok refuses it, or it breaks what keeps people safe",
        TikTokEmulatorSeverity.Warning => "Warnings: it works by luck, for now, or not for everybody",
        _ => "Notes: undocumented, and not known to do harm",
    };

    private static string Word(TikTokEmulatorVerdict verdict) => verdict switch
    {
        TikTokEmulatorVerdict.NothingChecked => "nothing checked",
        TikTokEmulatorVerdict.Clean => "clean",
        TikTokEmulatorVerdict.Note => "notes only",
        TikTokEmulatorVerdict.Warning => "warnings",
        _ => "errors",
    };

    private static string Look(TikTokEmulatorVerdict verdict) => verdict switch
    {
        TikTokEmulatorVerdict.Error => "bad",
        TikTokEmulatorVerdict.Warning or TikTokEmulatorVerdict.NothingChecked => "warn",
        _ => "",
    };

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
