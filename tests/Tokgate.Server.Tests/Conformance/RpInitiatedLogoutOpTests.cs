using System.Security.Cryptography;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>The plan oidcc-rp-initiated-logout-certification-test-plan, module by module, against our broker and a certified provider.</summary>
public sealed class RpInitiatedLogoutOpTests(Providers providers) : IClassFixture<Providers>
{
    private static readonly string State = new('s', 128);

    public static TheoryData<string> All => Providers.All;

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_rp_initiated_logout_discovery_endpoint_verification(string provider) => RunAsync(provider, module =>
    {
        Assert.True(module.Metadata.TryGetProperty("end_session_endpoint", out _));
        Assert.All(
            module.Metadata.EnumerateObject().Where(member => member.Name.EndsWith("_endpoint", StringComparison.Ordinal)),
            member => Assert.Equal(new Uri(module.Issuer).Authority, new Uri(member.Value.GetString()!).Authority)); // a null is no address
        return Task.CompletedTask;
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_rp_initiated_logout(string provider) => RunAsync(provider, async module =>
    {
        var person = await module.SignInAsync();
        var landing = await LogoutAsync(module, ("id_token_hint", person.RawIdToken), ("post_logout_redirect_uri", Rp.PostLogout), ("state", State));
        Assert.Equal($"{Rp.PostLogout}?state={State}", landing.Address.AbsoluteUri);
        await IsSignedOutAsync(module);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_rp_initiated_logout_bad_post_logout_redirect_uri(string provider) => RunAsync(provider, async module =>
        await StaysAsync(module, ("id_token_hint", (await module.SignInAsync()).RawIdToken), ("post_logout_redirect_uri", Rp.PostLogout + Module.Text(4)), ("state", State)));

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_rp_initiated_logout_modified_id_token_hint(string provider) => RunAsync(provider, async module =>
    {
        var genuine = (await module.SignInAsync()).RawIdToken;
        await StaysAsync(module, ("id_token_hint", $"{Jws.Encode("{\"alg\":\"none\"}")}.{genuine.Split('.')[1]}."), ("post_logout_redirect_uri", Rp.PostLogout), ("state", State));
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_rp_initiated_logout_no_id_token_hint(string provider) => RunAsync(provider, async module =>
    {
        await module.SignInAsync();
        await StaysAsync(module, ("post_logout_redirect_uri", Rp.PostLogout), ("state", State));
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_rp_initiated_logout_no_params(string provider) => RunAsync(provider, async module =>
    {
        await module.SignInAsync();
        await StaysAsync(module);
        await IsSignedOutAsync(module);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_rp_initiated_logout_no_post_logout_redirect_uri(string provider) => RunAsync(provider, async module =>
    {
        await StaysAsync(module, ("id_token_hint", (await module.SignInAsync()).RawIdToken), ("state", State));
        await IsSignedOutAsync(module);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_rp_initiated_logout_no_state(string provider) => RunAsync(provider, async module =>
    {
        var landing = await LogoutAsync(module, ("id_token_hint", (await module.SignInAsync()).RawIdToken), ("post_logout_redirect_uri", Rp.PostLogout));
        Assert.Equal(Rp.PostLogout, landing.Address.AbsoluteUri);
        await IsSignedOutAsync(module);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_rp_initiated_logout_only_state(string provider) => RunAsync(provider, async module =>
    {
        await module.SignInAsync();
        await StaysAsync(module, ("state", State));
        await IsSignedOutAsync(module);
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_rp_initiated_logout_query_added_to_post_logout_redirect_uri(string provider) => RunAsync(provider, async module =>
        await StaysAsync(module, ("id_token_hint", (await module.SignInAsync()).RawIdToken), ("post_logout_redirect_uri", Rp.PostLogout + "?foo=bar"), ("state", State)));

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_rp_initiated_logout_bad_id_token_hint(string provider) => RunAsync(provider, async module =>
    {
        using var stranger = RSA.Create(2048);
        var text = (await module.SignInAsync()).RawIdToken;
        text = text[..text.LastIndexOf('.')];
        var signature = stranger.SignData(System.Text.Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        await StaysAsync(module, ("id_token_hint", $"{text}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}"), ("post_logout_redirect_uri", Rp.PostLogout), ("state", State));
    });

    private async Task RunAsync(string provider, Func<Module, Task> steps) => await Module.RunAsync(await providers.GetAsync(provider), [], steps);

    private static Task<Landing> LogoutAsync(Module module, params (string Name, string Value)[] parameters) => module.OpenAsync(module.Endpoint("end_session_endpoint"), parameters);

    private static async Task StaysAsync(Module module, params (string Name, string Value)[] parameters)
    {
        var landing = await LogoutAsync(module, parameters);
        Assert.False(landing.IsAtClient, landing.Address.ToString());
        Assert.True(landing.Answer.Status is 200 or 400, landing.Answer.Body);
    }

    private static async Task IsSignedOutAsync(Module module) =>
        Assert.Equal("login_required", (await module.SendAsync(Module.Request(("prompt", "none"))))["error"]);
}
