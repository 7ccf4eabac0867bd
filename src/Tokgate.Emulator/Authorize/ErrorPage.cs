using Tokgate.Emulator.Pages;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Authorize;

/// <summary>TikTok's error page for set-up errors, and beneath it what TikTok does not tell: what came in, what is registered, how to mend it.</summary>
internal static class ErrorPage
{
    /// <param name="query">The page's own parameters.</param>
    /// <param name="problem">What the checks say about the request now; null when they find nothing (the set-up was mended meanwhile).</param>
    public static Answer Show(FormFields query, AuthorizeProblem? problem)
    {
        var content = Html.Of($"""
            <section class="card" aria-labelledby="title">
            <div class="error-mark" aria-hidden="true">!</div>
            <h1 id="title">Something went wrong</h1>
            <p>We couldn't log in with TikTok. This may be due to specific app settings. If you're a developer, correct the following and try again:</p>
            <dl class="mono">
            <dt>error</dt><dd data-testid="error">{query["error"]}</dd>
            <dt>error_type</dt><dd data-testid="error-type">{query["error_type"]}</dd>
            {(query["errCode"] is { } number ? Html.Of($"<dt>errCode</dt><dd data-testid=\"error-code\">{number}</dd>") : Html.Empty)}
            <dt>logid</dt><dd>{query["logid"]}</dd>
            </dl>
            </section>
            {Help(problem)}
            """);
        return Page.Answer("Something went wrong – TikTok emulator", content);
    }

    private static Html Help(AuthorizeProblem? problem) => problem is null
        ? Html.Of($"""
            <section class="card help" data-testid="help"><h2>What the emulator can tell you</h2>
            <p>The request would pass now. Start the sign-in again from the application.</p></section>
            """)
        : Html.Of($"""
            <section class="card help" data-testid="help">
            <h2>What the emulator can tell you (TikTok would not)</h2>
            <p>{problem.What}</p>
            {(problem.Received is null ? Html.Empty : Html.Of($"<h2>Received</h2><p><code data-testid=\"received\">{problem.Received}</code></p>"))}
            {(problem.Registered.Count == 0 ? Html.Empty : Html.Of($"<h2>Registered</h2><ul>{Html.Join(problem.Registered.Select(value => Html.Of($"<li><code>{value}</code></li>")))}</ul>"))}
            <h2>How to mend it</h2>
            <p>{problem.Mend}</p>
            </section>
            """);
}
