using System.Text.Json;
using System.Text.RegularExpressions;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>The plan oidcc-config-certification-test-plan: one module with all its checks, and what we ask of our own document beyond it.</summary>
public sealed class ConfigOpTests(Providers providers) : IClassFixture<Providers>
{
    private static readonly string[] Addresses = ["issuer", "jwks_uri", "service_documentation", "op_policy_uri", "op_tos_uri"];
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519", "HS256", "HS384", "HS512"];
    private static readonly Regex ScopeWord = new(@"^[\x21\x23-\x5B\x5D-\x7E]+$", RegexOptions.CultureInvariant);
    private static readonly Regex LanguageTag = new("^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$", RegexOptions.CultureInvariant);

    // IANA's registry of authorization server metadata, as far as providers here use it.
    private static readonly string[] Registered =
    [
        "issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint", "scopes_supported", "response_types_supported", "response_modes_supported",
        "grant_types_supported", "token_endpoint_auth_methods_supported", "token_endpoint_auth_signing_alg_values_supported", "service_documentation", "ui_locales_supported",
        "claims_locales_supported", "op_policy_uri", "op_tos_uri", "revocation_endpoint", "revocation_endpoint_auth_methods_supported",
        "revocation_endpoint_auth_signing_alg_values_supported", "introspection_endpoint", "introspection_endpoint_auth_methods_supported",
        "introspection_endpoint_auth_signing_alg_values_supported", "code_challenge_methods_supported", "userinfo_endpoint", "acr_values_supported", "subject_types_supported",
        "id_token_signing_alg_values_supported", "userinfo_signing_alg_values_supported", "request_object_signing_alg_values_supported", "display_values_supported",
        "claim_types_supported", "claims_supported", "claims_parameter_supported", "request_parameter_supported", "request_uri_parameter_supported",
        "require_request_uri_registration", "pushed_authorization_request_endpoint", "require_pushed_authorization_requests", "authorization_response_iss_parameter_supported",
        "end_session_endpoint", "prompt_values_supported", "dpop_signing_alg_values_supported", "backchannel_logout_supported", "backchannel_logout_session_supported",
        "frontchannel_logout_supported", "frontchannel_logout_session_supported", "device_authorization_endpoint", "protected_resources",
    ];

    public static TheoryData<string> All => Providers.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Oidcc_discovery_endpoint_verification(string provider) => await Module.RunAsync(await providers.GetAsync(provider), [], async module =>
    {
        var address = new Uri(module.Issuer + "/.well-known/openid-configuration");
        var answer = await module.GetAsync(address);
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("application/json", answer.Headers["Content-Type"], StringComparison.Ordinal);
        Verify(answer.Json, address);
        foreach (var member in answer.Json.EnumerateObject())
        {
            // OpenID Connect Discovery, 3 allows others; one that says by its name whose it is will never mean something else.
            module.Warn(!Registered.Contains(member.Name, StringComparer.Ordinal) && !member.Name.StartsWith("tokgate_", StringComparison.Ordinal), "unregistered member " + member.Name);
        }

        module.Warn(!module.Supports("scopes_supported", "openid"), "openid is not among the scopes");
        module.Warn(!answer.Json.TryGetProperty("userinfo_endpoint", out _), "no userinfo_endpoint");
        module.Warn(!answer.Json.TryGetProperty("claims_supported", out _), "no claims_supported");
    });

    [Fact]
    public async Task Oidcc_discovery_endpoint_verification_of_a_broker_behind_https()
    {
        await using var broker = await Broker.StartAsync(issuer: "https://id.example");
        using var http = broker.NewHttp();
        http.DefaultRequestHeaders.Host = "id.example";
        var answer = await Answer.OfAsync(await http.GetAsync("/.well-known/openid-configuration"));
        Verify(answer.Json, new Uri("https://id.example/.well-known/openid-configuration"));
        Assert.All(AddressesOf(answer.Json), uri => Assert.Equal("https", uri.Scheme));
        Assert.Equal(["code"], Texts(answer.Json, "response_types_supported"));
        Assert.Equal(["S256"], Texts(answer.Json, "code_challenge_methods_supported"));
        Assert.Equal(["authorization_code", "client_credentials", "refresh_token", TokenWorld.Auth0, TokenWorld.Standard, "urn:tokgate:params:oauth:grant-type:qr", "urn:tokgate:params:oauth:grant-type:tiktok-code"], Texts(answer.Json, "grant_types_supported").Order());
        Assert.DoesNotContain("email", Texts(answer.Json, "scopes_supported"));
        foreach (var (member, value) in (IEnumerable<(string, bool)>)[
            ("request_parameter_supported", false), ("request_uri_parameter_supported", false), ("claims_parameter_supported", true), ("authorization_response_iss_parameter_supported", true)])
        {
            Assert.Equal(value, answer.Json.GetProperty(member).GetBoolean());
        }

        Assert.True(answer.Headers.ContainsKey("ETag"));
    }

    private static void Verify(JsonElement document, Uri fetchedFrom)
    {
        var issuer = new Uri(document.GetProperty("issuer").GetString()!); // an Uri takes no null
        Assert.Equal(fetchedFrom.AbsoluteUri, issuer.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration");
        Assert.Equal("", issuer.Query + issuer.Fragment + issuer.UserInfo);
        HasTypes(document);
        Assert.All(AddressesOf(document), uri => Assert.True(uri.Scheme == "https" || (uri.IsLoopback && issuer.IsLoopback), uri.ToString()));
        foreach (var required in (string[])["authorization_endpoint", "token_endpoint", "jwks_uri"])
        {
            Assert.True(document.TryGetProperty(required, out _), required);
        }

        Assert.Contains(Texts(document, "response_types_supported"), type => type is "code" or "id_token" or "code id_token");
        Assert.Contains(Texts(document, "subject_types_supported"), type => type is "public" or "pairwise");
        Assert.Contains("RS256", Texts(document, "id_token_signing_alg_values_supported"));
        Assert.All(Texts(document, "userinfo_signing_alg_values_supported"), algorithm => Assert.Contains(algorithm, Algorithms));
        Assert.True(!document.TryGetProperty("request_object_signing_alg_values_supported", out _) || Texts(document, "request_object_signing_alg_values_supported").Contains("RS256"));
        Assert.NotEmpty(Texts(document, "grant_types_supported"));
        Assert.All(Texts(document, "scopes_supported"), word => Assert.Matches(ScopeWord, word));
        Assert.All(Texts(document, "ui_locales_supported").Concat(Texts(document, "claims_locales_supported")), tag => Assert.Matches(LanguageTag, tag));
        Assert.True(document.TryGetProperty("claims_parameter_supported", out _));
        Assert.False(document.GetProperty("request_uri_parameter_supported").GetBoolean());
        Assert.NotEmpty(Texts(document, "code_challenge_methods_supported"));
    }

    private static void HasTypes(JsonElement document)
    {
        foreach (var member in document.EnumerateObject())
        {
            var isBoolean = member.Name is "claims_parameter_supported" or "request_parameter_supported" or "request_uri_parameter_supported" or "require_request_uri_registration"
                or "require_pushed_authorization_requests" or "authorization_response_iss_parameter_supported"
                || (member.Name.Contains("channel_logout", StringComparison.Ordinal) && member.Name.EndsWith("_supported", StringComparison.Ordinal));
            if (isBoolean)
            {
                Assert.True(member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False, member.Name);
            }
            else if (member.Name.EndsWith("_supported", StringComparison.Ordinal))
            {
                Assert.NotEqual(0, member.Value.GetArrayLength());
                Assert.All(member.Value.EnumerateArray(), value => Assert.Equal(JsonValueKind.String, value.ValueKind));
                Assert.Equal(member.Value.GetArrayLength(), member.Value.EnumerateArray().Select(value => value.GetString()).Distinct().Count());
            }
        }
    }

    private static IEnumerable<Uri> AddressesOf(JsonElement document) => document.EnumerateObject()
        .Where(member => member.Name.EndsWith("_endpoint", StringComparison.Ordinal) || Addresses.Contains(member.Name, StringComparer.Ordinal))
        .Select(member => new Uri(member.Value.GetString()!)); // an Uri takes no null

    private static IReadOnlyList<string> Texts(JsonElement document, string name) =>
        document.TryGetProperty(name, out var values) ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : []; // typed above
}
