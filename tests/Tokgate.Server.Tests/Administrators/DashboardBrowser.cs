using System.Net;
using System.Text.RegularExpressions;
using Tokgate.Server.Administrators;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Administrators;

/// <summary>A browser at the dashboard: it fills in forms with the tokens of the pages that they stand on.</summary>
internal sealed class DashboardBrowser(Broker broker) : IDisposable
{
    public const string SessionCookie = "tokgate-dashboard";
    public const string Password = "four words in a row";

    private static readonly Regex Token = new("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"");

    public Browser Browser { get; } = new(broker);

    public static async Task<DashboardBrowser> EnterAsync(Broker broker, string name = "owner", AdministratorRole role = AdministratorRole.Owner)
    {
        var browser = new DashboardBrowser(broker);
        var answer = await browser.AcceptAsync(await broker.Get<Invitations>().NewAsync(role, administratorId: null, "the test", CancellationToken.None), name);
        Assert.Equal((302, "/dashboard/you"), (answer.Status, answer.Headers.GetValueOrDefault("Location")));
        return browser;
    }

    public Task<Answer> GetAsync(string path) => Browser.StepAsync(path);

    public Task<Answer> AcceptAsync(string link, string name = "owner") => PostAsync(new Uri(link).AbsolutePath, null, ("userName", name));

    public async Task<Answer> PostAsync(string path, string? handler, params (string Name, string Value)[] form) =>
        await Browser.StepPostAsync(handler is null ? path : $"{path}?handler={handler}", [.. form, ("__RequestVerificationToken", await TokenAsync(path))]);

    public async Task<string> TokenAsync(string path) => Token.Match((await GetAsync(path)).Body).Groups[1].Value;

    /// <summary>Sets up password and authenticator; the authenticator's secret and the recovery codes.</summary>
    public async Task<(byte[] Secret, IReadOnlyList<string> Codes)> SetPasswordAsync(string password = Password)
    {
        var page = await GetAsync("/dashboard/you/password");
        var secret = FromBase32(page.Text("secret"));
        var box = Regex.Match(page.Body, "name=\"box\" value=\"([^\"]+)\"").Groups[1].Value;
        var set = await Browser.StepPostAsync(
            "/dashboard/you/password", ("box", box), ("password", password), ("again", password), ("code", Totp.CodeAt(secret, broker.Time.GetUtcNow())), ("__RequestVerificationToken", Token.Match(page.Body).Groups[1].Value));
        return (secret, set.Text("recovery-codes").Split('\n'));
    }

    public Task<Answer> SignInAsync(string code, string name = "owner", string password = Password, string? from = null) =>
        PostAsync("/dashboard/sign-in", null, ("userName", name), ("password", password), ("code", code), ("from", from ?? ""));

    public async Task<bool> IsInAsync() => (await GetAsync("/dashboard")).Status == 200;

    public static string ErrorOf(Answer answer) => WebUtility.HtmlDecode(Regex.Match(answer.Body, "data-testid=\"error\".*?</svg>(.*?)</div>\\s*</div>", RegexOptions.Singleline).Groups[1].Value);

    public void Dispose() => Browser.Dispose();

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(index * 8, 8), 2))];
    }
}
