using Tokgate.Emulator;

namespace Tokgate.TikTok.Tests.Contract;

/// <summary>An emulator, and a client of Douyin's that talks to it and reads its clock.</summary>
public sealed class DouyinRig : IAsyncLifetime
{
    public const string RedirectUri = "http://localhost:5080/signin-douyin";

    private static readonly HttpClient s_http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private TikTokEmulator? _emulator;

    public TikTokEmulator Emulator => _emulator ?? throw new InvalidOperationException("xunit has not called InitializeAsync.");

    public async Task InitializeAsync() => _emulator = await TikTokEmulator.StartAsync();

    public DouyinClient Client(string? clientKey = null, string? secret = null) => new(s_http, new DouyinClientOptions
    {
        ClientKey = clientKey ?? TikTokEmulator.DouyinClientKey,
        ClientSecret = ClientSecret.From(secret ?? TikTokEmulator.ClientSecret),
        Endpoints = DouyinEndpoints.At(Emulator.BaseAddress),
        Retry = { MaxAttempts = 1 },
    });

    public async Task<AuthorizationCode> CodeAsync(string user = "creator_full", params DouyinOptionalScope[] optional)
    {
        await Emulator.ConsentAsync(user);
        using var response = await s_http.GetAsync(new Uri(Client().BuildAuthorizationUri(new DouyinAuthorizationRequest
        {
            RedirectUri = RedirectUri,
            Scopes = TikTokScopes.Of(DouyinScopeNames.UserInfo),
            OptionalScopes = optional,
            State = "state-1",
        })));
        var callback = Rig.Read(response.Headers.Location ?? throw new InvalidOperationException(await response.Content.ReadAsStringAsync()));
        Assert.Equal("state-1", callback.State);
        return callback.Code ?? throw new InvalidOperationException($"No code: {callback.Error}");
    }

    public async Task<TikTokTokens> SignInAsync(params DouyinOptionalScope[] optional) =>
        (await Client().ExchangeCodeAsync(await CodeAsync(optional: optional))).Value ?? throw new InvalidOperationException("The emulator gave no tokens.");

    public async Task DisposeAsync() => await Emulator.DisposeAsync();
}
