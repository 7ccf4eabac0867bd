using System.Text.Json;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>The plan oidcc-backchannel-rp-initiated-logout-certification-test-plan, module by module, against our broker and a certified provider.</summary>
public sealed class BackChannelLogoutOpTests(Providers providers) : IClassFixture<Providers>
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private const long Day = 86_400;

    public static TheoryData<string> All => Providers.All;

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_backchannel_logout_discovery_endpoint_verification(string provider) => RunAsync(provider, (module, _) =>
    {
        Assert.True(module.Metadata.GetProperty("backchannel_logout_supported").GetBoolean());
        Assert.True(module.Metadata.GetProperty("backchannel_logout_session_supported").GetBoolean());
        Assert.Equal(new Uri(module.Issuer).Authority, module.Endpoint("end_session_endpoint").Authority);
        return Task.CompletedTask;
    });

    [Theory]
    [MemberData(nameof(All))]
    public Task Oidcc_backchannel_rp_initiated_logout(string provider) => RunAsync(provider, async (module, now) =>
    {
        var person = await module.SignInAsync();
        var landing = await module.OpenAsync(
            module.Endpoint("end_session_endpoint"), ("id_token_hint", person.RawIdToken), ("post_logout_redirect_uri", Rp.PostLogout), ("state", "s"));
        var form = await providers.Receiver.NextAsync(Rp.First.Id);
        Assert.Equal(["logout_token"], form.Keys);
        var claims = module.Signed(form["logout_token"]);
        Assert.Equal("RS256", Broker.HeaderOf(form["logout_token"]).GetProperty("alg").GetString());
        Assert.Equal(module.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(Rp.First.Id, claims.GetProperty("aud").GetString());
        Assert.InRange(claims.GetProperty("iat").GetInt64(), now() - Day, now() + 300);
        Assert.True(!claims.TryGetProperty("exp", out var expiry) || expiry.GetInt64() > now());
        Assert.NotEmpty(Text(claims, "jti"));
        var events = Assert.Single(claims.GetProperty("events").EnumerateObject());
        Assert.Equal(Event, events.Name);
        Assert.Equal("{}", events.Value.GetRawText());
        Assert.False(claims.TryGetProperty("nonce", out _));
        Assert.Equal(Text(person.IdToken, "sid"), Text(claims, "sid"));
        Assert.True(!claims.TryGetProperty("sub", out var subject) || subject.GetString() == person.Subject);
        Assert.Equal($"{Rp.PostLogout}?state=s", landing.Address.AbsoluteUri);
        Assert.Equal("login_required", (await module.SendAsync(Module.Request(("prompt", "none"))))["error"]);
        Assert.False(providers.Receiver.HasMore(Rp.First.Id));
    });

    private static string Text(JsonElement claims, string name) => claims.GetProperty(name).GetString() ?? throw new InvalidOperationException($"{name} is null.");

    private async Task RunAsync(string name, Func<Module, Func<long>, Task> steps)
    {
        var provider = await providers.GetAsync(name);
        await Module.RunAsync(provider, [], module => steps(module, () => provider.Now.ToUnixTimeSeconds()));
    }
}
