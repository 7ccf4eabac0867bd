using Tokgate.Emulator.Authorize;
using Tokgate.Emulator.Pages;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Douyin;

/// <summary>Douyin's pages, in Chinese with the English beside it: who signs in, what is granted, and what is wrong with a request. They work without script.</summary>
internal static class DouyinPages
{
    public static Answer Consent(World world, DouyinRequest request, string handle, TikTokUser? person, IReadOnlyList<string>? cookies = null)
    {
        var content = person is null
            ? Html.Of($"""
                <section class="card">
                {ConsentPage.App(request.App, request.RedirectUri)}
                <h1>谁来登录？ <span lang="en">Who signs in?</span></h1>
                <p class="soft">抖音在这里会显示二维码。请选择一个模拟用户。 <span lang="en">Douyin would show a QR code here. Choose one of the emulator’s people.</span></p>
                {ConsentPage.People(world, handle, null, Paths.DouyinConsent)}
                <form method="post" action="{Paths.DouyinConsent}" class="buttons"><input type="hidden" name="handle" value="{handle}">
                <button class="button secondary" name="action" value="cancel" data-testid="cancel">取消 <span lang="en">Cancel</span></button></form>
                </section>
                """)
            : Html.Of($"""
                <section class="card">
                {ConsentPage.App(request.App, request.RedirectUri)}
                <h1>{request.App.Name} 申请使用你的抖音账号 <span lang="en">wants to access your Douyin account</span></h1>
                <p class="soft"><span>当前账号：</span><strong data-testid="signed-in-person"><bdi>{person.DisplayName ?? person.Username}</bdi></strong> (@{person.Username}). <a href="#switch-account">切换账号 <span lang="en">Switch account</span></a></p>
                <form method="post" action="{Paths.DouyinConsent}">
                <input type="hidden" name="handle" value="{handle}">
                <ul class="scopes" aria-label="授权范围 What the app asks for">
                {Html.Join(request.Scopes.Select(scope => Scope(scope, Html.Of($" checked disabled"), "必选 Required")))}
                {Html.Join(request.Optional.Select(pair => Scope(pair.Key, State(pair.Value, person), person.GrantableScopes is null ? "可选 Optional" : "此用户从不授权 This person never grants it")))}
                </ul>
                <div class="buttons">
                <button class="button primary" name="action" value="authorize" data-testid="authorize">同意授权 <span lang="en">Authorize</span></button>
                <button class="button secondary" name="action" value="cancel" data-testid="cancel">取消 <span lang="en">Cancel</span></button>
                </div>
                </form>
                </section>
                <section class="card compact" id="switch-account">
                <h2>切换账号 <span lang="en">Not you? Switch account</span></h2>
                {ConsentPage.People(world, handle, person, Paths.DouyinConsent)}
                </section>
                """);
        return Page.Answer($"{request.App.Name} – 抖音登录 – Douyin emulator", content, formLeaves: true, cookies: cookies, isDouyin: true);
    }

    public static Answer Error(DouyinProblem problem, string logId) => Page.Answer(
        "授权失败 – Douyin emulator",
        Html.Of($"""
            <section class="card" aria-labelledby="title">
            <div class="error-mark" aria-hidden="true">!</div>
            <h1 id="title">授权失败 <span lang="en">The authorization failed</span></h1>
            <p>{problem.Chinese}</p>
            <dl class="mono">
            <dt>error_code</dt><dd data-testid="error">{problem.Number}</dd>
            <dt>parameter</dt><dd data-testid="error-type">{problem.Parameter}</dd>
            <dt>log_id</dt><dd>{logId}</dd>
            </dl>
            </section>
            <section class="card help" data-testid="help" lang="en">
            <h2>What the emulator can tell you (Douyin would not)</h2>
            <p>{problem.What}</p>
            {(problem.Received is null ? Html.Empty : Html.Of($"<h2>Received</h2><p><code data-testid=\"received\">{problem.Received}</code></p>"))}
            {(problem.Registered.Count == 0 ? Html.Empty : Html.Of($"<h2>Registered</h2><ul>{Html.Join(problem.Registered.Select(value => Html.Of($"<li><code>{value}</code></li>")))}</ul>"))}
            <h2>How to mend it</h2>
            <p>{problem.Mend}</p>
            </section>
            """),
        isDouyin: true);

    private static Html Scope(string scope, Html state, string why)
    {
        var (chinese, english) = DouyinScopes.Descriptions[scope];
        return Html.Of($"""
            <li><label><span class="scope-text"><span>{chinese} <span lang="en">{english}</span></span><span class="scope-why"><code>{scope}</code> {why}</span></span>
            <input class="switch" type="checkbox" role="switch" name="scope" value="{scope}" data-testid="scope-{scope}"{state}></label></li>
            """);
    }

    private static Html State(bool isTicked, TikTokUser person) =>
        person.GrantableScopes is not null ? Html.Of($" disabled") : isTicked ? Html.Of($" checked") : Html.Empty;
}
