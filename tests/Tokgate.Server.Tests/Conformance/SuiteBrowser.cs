using System.Net;
using System.Text.RegularExpressions;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>
/// A browser and whoever sits at it: keeps cookies, follows redirects up to an application, and fills in what it is shown on the way - the reference's sign-in form,
/// consent and "do you want to sign out". At our broker the person answers at TikTok's emulator, which agrees by itself.
/// </summary>
internal sealed class SuiteBrowser : IDisposable
{
    private const int MostHops = 30;
    private static readonly Regex Form = new("<form[^>]*>", RegexOptions.CultureInvariant);
    private static readonly Regex Action = new("action=\"(?<value>[^\"]*)\"", RegexOptions.CultureInvariant);
    private static readonly Regex Hidden = new("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.CultureInvariant);

    private readonly HttpClient http;

    public SuiteBrowser(IProvider provider) => http = new HttpClient(provider.NewHandler(Cookies));

    public CookieContainer Cookies { get; } = new();

    /// <summary>How often somebody had to answer.</summary>
    public int Asked { get; private set; }

    public async Task<Landing> GoAsync(Uri address, IReadOnlyList<(string Name, string Value)>? form = null)
    {
        var answer = await SendAsync(address, form);
        for (var hop = 0; hop < MostHops; hop++)
        {
            if (answer.Headers.TryGetValue("Location", out var location))
            {
                address = new Uri(address, location);
                if (address.Host.EndsWith(".example", StringComparison.Ordinal))
                {
                    return new Landing(address, answer);
                }

                Asked += address.AbsolutePath.StartsWith("/v2/auth/authorize", StringComparison.Ordinal) ? 1 : 0; // to TikTok
                answer = await SendAsync(address, null);
            }
            else if (Target(address, answer.Body) is var target && target.Host.EndsWith(".example", StringComparison.Ordinal))
            {
                // form_post: a script sends it on in a browser that has scripts.
                return new Landing(target, answer, Fields(answer.Body).ToDictionary(field => field.Name, field => field.Value));
            }
            else if (AnswerTo(answer.Body) is { } filled)
            {
                address = Target(address, answer.Body);
                answer = await SendAsync(address, filled);
            }
            else
            {
                return new Landing(address, answer);
            }
        }

        throw new InvalidOperationException($"More than {MostHops} steps.");
    }

    public void Dispose() => http.Dispose();

    private static Uri Target(Uri page, string html)
    {
        var action = Action.Match(Form.Match(html).Value);
        return action.Success ? new Uri(page, WebUtility.HtmlDecode(action.Groups["value"].Value)) : page;
    }

    private static IEnumerable<(string Name, string Value)> Fields(string html) =>
        Hidden.Matches(html).Select(match => (match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value)));

    private List<(string Name, string Value)>? AnswerTo(string html)
    {
        (string, string)[] said = html switch
        {
            _ when html.Contains("name=\"password\"", StringComparison.Ordinal) => [("login", "mona"), ("password", "any")],
            _ when html.Contains("name=\"prompt\" value=\"consent\"", StringComparison.Ordinal) => [("consent", "yes")],
            _ when html.Contains("value=\"allow\"", StringComparison.Ordinal) => [("decision", "allow")],
            _ when html.Contains("value=\"sign-out\"", StringComparison.Ordinal) => [("decision", "sign-out")],
            _ when html.Contains("op.logoutForm", StringComparison.Ordinal) => [("logout", "yes")],
            _ => [],
        };
        Asked += said.Length == 0 ? 0 : 1;
        return said.Length == 0 ? null : [.. Fields(html), .. said];
    }

    private async Task<Answer> SendAsync(Uri address, IReadOnlyList<(string Name, string Value)>? form)
    {
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, address);
        request.Content = form is null ? null : new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        return await Answer.OfAsync(await http.SendAsync(request));
    }
}
