using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>
/// One run of a module of the conformance suite. What the suite checks inside every module is checked here: discovery and keys before the flow, and every answer on its
/// way. What it fails, fails; what it only warns of is collected and compared with what the provider is known for, which for ours is nothing.
/// </summary>
internal sealed class Module : IDisposable
{
    private readonly IProvider provider;
    private readonly bool byFormPost;
    private readonly HttpClient http;
    private readonly SortedSet<string> warnings = new(StringComparer.Ordinal);
    private JsonElement keys;

    private Module(IProvider provider, bool byFormPost)
    {
        this.provider = provider;
        this.byFormPost = byFormPost;
        http = new HttpClient(provider.NewHandler());
        Browser = new SuiteBrowser(provider);
    }

    public SuiteBrowser Browser { get; }

    public JsonElement Metadata { get; private set; }

    public string Issuer => Metadata.GetProperty("issuer").GetString()!; // checked before every module

    /// <summary>Form Post Basic is the same modules, with the answers of the authorization endpoint in a form that the browser posts.</summary>
    public static async Task RunAsync(IProvider provider, IEnumerable<string> knownWarnings, Func<Module, Task> steps, bool byFormPost = false)
    {
        using var module = new Module(provider, byFormPost);
        await module.DiscoverAsync();
        await steps(module);
        Assert.Equal(knownWarnings.Order(StringComparer.Ordinal), module.warnings);
    }

    public static string Text(int bytes = 24) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    public void Warn(bool condition, string warning)
    {
        if (condition)
        {
            warnings.Add(warning);
        }
    }

    public Task PassAsync(int seconds) => provider.PassAsync(TimeSpan.FromSeconds(seconds));

    public bool Supports(string member, string value) =>
        Metadata.TryGetProperty(member, out var values) && values.EnumerateArray().Any(candidate => candidate.GetString() == value);

    public Uri Endpoint(string member) => new(Metadata.GetProperty(member).GetString()!);

    /// <summary>The request that most modules send; a null takes a parameter out.</summary>
    public static List<(string Name, string Value)> Request(params (string Name, string? Value)[] changes)
    {
        List<(string Name, string? Value)> all =
        [
            ("client_id", Rp.First.Id), ("redirect_uri", Rp.Callback), ("response_type", "code"), ("scope", "openid"), ("state", Text()), ("nonce", Text()),
        ];
        foreach (var (name, value) in changes)
        {
            all.RemoveAll(pair => pair.Name == name);
            all.Add((name, value));
        }

        return [.. all.Where(pair => pair.Value is not null).Select(pair => (pair.Name, pair.Value!))]; // not null, as just seen
    }

    public async Task<Landing> SendAsync(IReadOnlyList<(string Name, string Value)> request, bool isPosted = false, SuiteBrowser? browser = null)
    {
        var endpoint = Endpoint("authorization_endpoint");
        browser ??= Browser;
        request = byFormPost ? [.. request, ("response_mode", "form_post")] : request;
        var landing = await (isPosted ? browser.GoAsync(endpoint, request) : browser.GoAsync(WithQuery(endpoint, request)));
        if (landing.IsAtClient)
        {
            AuthorizationChecks.Run(this, request, landing);
        }

        return landing;
    }

    public Task<Landing> OpenAsync(Uri endpoint, params (string Name, string Value)[] parameters) => Browser.GoAsync(WithQuery(endpoint, parameters));

    public async Task<string> CodeAsync(IReadOnlyList<(string Name, string Value)> request, bool isPosted = false)
    {
        var landing = await SendAsync(request, isPosted);
        Assert.True(landing is { IsAtClient: true } && landing["code"] is not null, $"{landing.Address} {landing.Answer.Status} {landing.Answer.Body}");
        TokenChecks.IsUnguessable(landing["code"]!); // asserted above
        return landing["code"]!;
    }

    public Task<Answer> RedeemAsync(string code, Rp? rp = null, params (string Name, string Value)[] more) =>
        TokenAsync(rp ?? Rp.First, [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Rp.Callback), .. more]);

    public Task<Answer> TokenAsync(Rp rp, params (string Name, string Value)[] form)
    {
        Assert.True(Supports("token_endpoint_auth_methods_supported", rp.ByPost ? "client_secret_post" : "client_secret_basic"));
        return PostAsync(
            Endpoint("token_endpoint"), rp.ByPost ? null : Broker.Basic(rp.Id, rp.Secret), rp.ByPost ? [.. form, ("client_id", rp.Id), ("client_secret", rp.Secret)] : form);
    }

    /// <summary>From the browser's first step to UserInfo, with everything checked on the way.</summary>
    public Task<SignedInPerson> SignInAsync(params (string Name, string? Value)[] changes) => SignInAsync(Request(changes));

    public async Task<SignedInPerson> SignInAsync(IReadOnlyList<(string Name, string Value)> request, Rp? rp = null, bool isPosted = false, params (string Name, string Value)[] more)
    {
        var asked = Browser.Asked;
        var code = await CodeAsync(request, isPosted);
        var answer = await RedeemAsync(code, rp, more);
        TokenChecks.Run(this, answer);
        var tokens = answer.Json;
        var idToken = IdTokenChecks.Run(this, tokens.GetProperty("id_token").GetString()!, request, keys, provider.Now); // openid was asked for
        var person = new SignedInPerson(code, tokens, idToken, await UserInfoAsync(tokens.GetProperty("access_token").GetString()!), Browser.Asked - asked); // checked above
        ClaimChecks.RunUserInfo(person);
        return person;
    }

    public JsonElement Verified(string idToken, IReadOnlyList<(string Name, string Value)> request) => IdTokenChecks.Run(this, idToken, request, keys, provider.Now);

    /// <summary>What a token of the provider's own says, its signature verified.</summary>
    public JsonElement Signed(string token) => KeySet.Verified(keys, token);

    public Task<Answer> UserInfoAsync(string token, HttpMethod? method = null) => SendAsync(method ?? HttpMethod.Get, Endpoint("userinfo_endpoint"), new AuthenticationHeaderValue("Bearer", token), null);

    public Task<Answer> PostAsync(Uri address, AuthenticationHeaderValue? authorization, params (string Name, string Value)[] form) => SendAsync(HttpMethod.Post, address, authorization, form);

    public Task<Answer> GetAsync(Uri address) => SendAsync(HttpMethod.Get, address, null, null);

    public void Dispose()
    {
        Browser.Dispose();
        http.Dispose();
    }

    private static Uri WithQuery(Uri endpoint, IReadOnlyList<(string Name, string Value)> parameters) =>
        parameters.Count == 0 ? endpoint : new($"{endpoint}?{string.Join('&', parameters.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"))}");

    private async Task DiscoverAsync()
    {
        var answer = await GetAsync(new Uri(provider.Issuer, "/.well-known/openid-configuration"));
        Assert.Equal(200, answer.Status);
        Metadata = answer.Json;
        Assert.Equal(provider.Issuer.GetLeftPart(UriPartial.Authority), Issuer);
        foreach (var endpoint in (string[])["authorization_endpoint", "token_endpoint", "jwks_uri"])
        {
            Assert.Equal(provider.Issuer.Authority, Endpoint(endpoint).Authority);
        }

        var set = await GetAsync(Endpoint("jwks_uri"));
        Assert.Equal(200, set.Status);
        keys = set.Json.GetProperty("keys");
        KeySetChecks.Run(keys);
    }

    private async Task<Answer> SendAsync(HttpMethod method, Uri address, AuthenticationHeaderValue? authorization, IReadOnlyList<(string Name, string Value)>? form)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = authorization;
        request.Content = form is null ? null : new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        return await Answer.OfAsync(await http.SendAsync(request));
    }
}
