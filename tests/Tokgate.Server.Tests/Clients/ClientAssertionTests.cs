using System.Security.Cryptography;
using System.Text.Json;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Clients;

public sealed class ClientAssertionTests(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly object Header = new { alg = "ES256", kid = "signer-1", typ = "JWT" };

    private readonly Broker broker = fixture.Broker;

    private long Now => broker.Time.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public async Task Rfc7523_Section_3_A_signed_assertion_proves_the_client()
    {
        var answer = await SendAsync(Jws.Sign(The.SignerKey, Header, Claims()));
        Assert.Equal(200, answer.Status);
        Assert.Equal(200, (await SendAsync(Jws.Sign(The.SignerKey, new { alg = "ES256" }, Claims()))).Status); // one key, so no kid is needed
    }

    [Fact]
    public async Task Rfc7523_Section_3_An_assertion_counts_once()
    {
        var assertion = Jws.Sign(The.SignerKey, Header, Claims());
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(assertion)));
        Assert.Equal(1, answers.Count(answer => answer.Status == 200));
    }

    [Fact]
    public async Task Rfc7523bis_The_audience_is_the_issuer_and_nothing_else()
    {
        foreach (var audience in (object[])[Broker.Issuer + "/", Broker.Issuer + "/oauth/token", "http://localhost", new[] { Broker.Issuer }, new[] { Broker.Issuer, "x" }, ""])
        {
            await RefusedAsync(Jws.Sign(The.SignerKey, Header, Claims(audience: audience)));
        }
    }

    [Fact]
    public async Task Rfc7523_Section_3_Times_are_held_within_the_skew()
    {
        Assert.Equal(200, (await SendAsync(Jws.Sign(The.SignerKey, Header, Claims(notBefore: Now + 8)))).Status);
        await RefusedAsync(Jws.Sign(The.SignerKey, Header, Claims(notBefore: Now + 61)));
        await RefusedAsync(Jws.Sign(The.SignerKey, Header, Claims(expires: Now)));
        await RefusedAsync(Jws.Sign(The.SignerKey, Header, Claims(expires: Now - 300)));
        await RefusedAsync(Jws.Sign(The.SignerKey, Header, Claims(expires: Now + 3600)));
    }

    [Fact]
    public async Task Rfc7515_Section_4_1_Only_alg_kid_and_typ_stand_in_the_header()
    {
        object[] headers =
        [
            new { alg = "ES256", kid = "signer-1", jwk = new { kty = "EC" } }, new { alg = "ES256", kid = "signer-1", jku = "https://evil.example/" },
            new { alg = "ES256", kid = "signer-1", x5u = "https://evil.example/" }, new { alg = "ES256", kid = "signer-1", x5c = new[] { "x" } },
            new { alg = "ES256", kid = "signer-1", crit = new[] { "x" } }, new { alg = "ES256", kid = "signer-1", b64 = false }, new { alg = "ES256", kid = new[] { "signer-1" } },
            new { alg = "ES256", kid = "other" }, new { alg = "RS256", kid = "signer-1" }, new { alg = "es256", kid = "signer-1" }, new { alg = "none", kid = "signer-1" }, new { alg = "HS256", kid = "signer-1" },
            new { alg = "ES256", kid = "signer-1", typ = "at+jwt" }, new { alg = "ES256", kid = "../../etc/passwd" }, new { alg = "ES256", kid = "' or 1=1 --" },
        ];
        foreach (var header in headers)
        {
            await RefusedAsync(Jws.Sign(The.SignerKey, header, Claims()));
        }
    }

    [Fact]
    public async Task Rfc7515_A_token_in_any_other_shape_is_refused()
    {
        for (var index = 0; index < Shapes().Length; index++)
        {
            await RefusedAsync(Shapes()[index]);
        }
    }

    private string[] Shapes()
    {
        var good = Jws.Sign(The.SignerKey, Header, Claims());
        var parts = good.Split('.');
        return
        [
            "", ".", "..", good + ".", good + "=", good + ".x.y", "." + good, parts[0] + "." + parts[1] + ".", parts[0] + "." + parts[1], good.Replace('.', ' '), good + " ", " " + good,
            parts[0] + "=." + parts[1] + "." + parts[2], $"{parts[0]}.{parts[1]}.{Flip(parts[2])}", $"{Jws.Encode("{\"alg\":\"none\"}")}.{parts[1]}.", new string('a', 16_000),
            $"{parts[0]}.{parts[1]}.{System.Buffers.Text.Base64Url.EncodeToString(new byte[64])}",
            Jws.SignText(The.SignerKey, "{\"alg\":\"ES256\",\"alg\":\"ES256\",\"kid\":\"signer-1\"}", JsonSerializer.Serialize(Claims())),
            Jws.SignText(The.SignerKey, "{\"alg\":\"ES256\",\"kid\":\"signer-1\"}", $"{{\"iss\":\"x\",{JsonSerializer.Serialize(Claims())[1..]}"),
            Jws.SignText(The.SignerKey, "[]", "[]"), Jws.SignText(The.SignerKey, "{\"alg\":\"ES256\"}", "\"text\""),
            Jws.SignText(The.SignerKey, "{\"alg\":\"ES256\"}", JsonSerializer.Serialize(Claims())[..^1] + ",\"x\":" + new string('[', 30) + new string(']', 30) + "}"),
            Jws.SignText(The.SignerKey, "{\"alg\":\"ES256\"}", JsonSerializer.Serialize(Claims()).Replace("\"jti\":\"", "\"jti\":\"\\ud800", StringComparison.Ordinal)),
        ];
    }

    [Fact]
    public async Task A_key_that_is_not_registered_proves_nothing()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await RefusedAsync(Jws.Sign(stranger, Header, Claims()));
        await RefusedAsync(Jws.Sign(The.SignerKey, Header, Claims(subject: "machine")));
        await RefusedAsync(Jws.Sign(The.SignerKey, Header, Claims(issuer: "machine", subject: "machine")));
        await RefusedAsync(Jws.Sign(The.SignerKey, Header, new { iss = The.Signer, sub = The.Signer, aud = Broker.Issuer, exp = Now + 60 })); // no jti
        await RefusedAsync(Jws.Sign(The.SignerKey, Header, new { iss = The.Signer, sub = The.Signer, aud = Broker.Issuer, jti = "x" })); // no exp
    }

    [Fact]
    public async Task An_access_token_is_no_assertion() => await RefusedAsync(await broker.MachineTokenAsync());

    [Fact]
    public async Task Rfc7521_Section_4_2_The_client_id_beside_an_assertion_must_agree()
    {
        var answer = await broker.PostAsync(
            "/oauth/token", ("grant_type", "client_credentials"), ("client_assertion_type", Type), ("client_assertion", Jws.Sign(The.SignerKey, Header, Claims())), ("client_id", The.Machine));
        Assert.Equal("invalid_client", answer.Error);
    }

    private static string Flip(string signature) => (signature[0] == 'A' ? "B" : "A") + signature[1..];

    private Dictionary<string, object> Claims(object? audience = null, long? expires = null, long? notBefore = null, string issuer = The.Signer, string subject = The.Signer)
    {
        var claims = new Dictionary<string, object>
        {
            ["iss"] = issuer,
            ["sub"] = subject,
            ["aud"] = audience ?? Broker.Issuer,
            ["exp"] = expires ?? Now + 60,
            ["iat"] = Now,
            ["jti"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
        };
        if (notBefore is { } instant)
        {
            claims["nbf"] = instant;
        }

        return claims;
    }

    private Task<Answer> SendAsync(string assertion) =>
        broker.PostAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_assertion_type", Type), ("client_assertion", assertion));

    // The clock moves on after each, or the guess limit would be what refuses the next; so each assertion is made just before it is sent.
    private async Task RefusedAsync(string assertion)
    {
        var answer = await SendAsync(assertion);
        Assert.Equal(400, answer.Status);
        Assert.Equal("invalid_client", answer.Error);
        broker.Time.Advance(TimeSpan.FromMinutes(1));
    }
}
