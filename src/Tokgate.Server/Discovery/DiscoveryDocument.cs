using System.Buffers;
using System.Text.Json;
using Tokgate.Server.Authorize;
using Tokgate.Server.Introspection;
using Tokgate.Server.Logout;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.PushedAuthorization;
using Tokgate.Server.QrAuthorization;
using Tokgate.Server.Revocation;
using Tokgate.Server.Token;
using Tokgate.Server.UserInfo;

namespace Tokgate.Server.Discovery;

/// <summary>
/// What we are able to do, as bytes, made once. Only what works stands here: a relying party believes this document. Members without values are left out.
/// </summary>
internal sealed class DiscoveryDocument
{
    private static readonly string[] AuthMethods = ["client_secret_basic", "client_secret_post", "private_key_jwt"];
    private static readonly string[] AssertionAlgorithms = ["RS256", "ES256"];

    public DiscoveryDocument(Issuer issuer, IEnumerable<ITokenGrant> grants, TextCatalogue texts)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("issuer", issuer.Value);
            json.WriteString("jwks_uri", issuer.At(DiscoveryEndpoints.KeySetPath));
            WriteAuthorization(json, issuer, texts);
            json.WriteString("pushed_authorization_request_endpoint", issuer.At(PushedAuthorizationEndpoints.Path));
            json.WriteString("tokgate_qr_endpoint", issuer.At(QrAuthorizationEndpoints.Path));
            json.WriteString("token_endpoint", issuer.At(TokenEndpoints.Path));
            Write(json, "token_endpoint_auth_methods_supported", [.. AuthMethods, "none"]);
            Write(json, "token_endpoint_auth_signing_alg_values_supported", AssertionAlgorithms);
            Write(json, "grant_types_supported", grants.Select(grant => grant.GrantType));
            json.WriteString("introspection_endpoint", issuer.At(IntrospectionEndpoints.Path));
            Write(json, "introspection_endpoint_auth_methods_supported", AuthMethods);
            Write(json, "introspection_endpoint_auth_signing_alg_values_supported", AssertionAlgorithms);
            json.WriteString("revocation_endpoint", issuer.At(RevocationEndpoints.Path));
            Write(json, "revocation_endpoint_auth_methods_supported", [.. AuthMethods, "none"]);
            Write(json, "revocation_endpoint_auth_signing_alg_values_supported", AssertionAlgorithms);
            json.WriteString("end_session_endpoint", issuer.At(LogoutEndpoints.Path));
            json.WriteBoolean("backchannel_logout_supported", true);
            json.WriteBoolean("backchannel_logout_session_supported", true);
            json.WriteString("userinfo_endpoint", issuer.At(UserInfoEndpoints.Path));
            Write(json, "scopes_supported", [Scope.OpenId, Scope.Profile, Scope.OfflineAccess]);
            Write(json, "claims_supported", ["iss", "sub", "aud", "azp", "exp", "iat", "auth_time", "nonce", "acr", "sid", .. ClaimNames.Profile]);
            Write(json, "subject_types_supported", ["public"]);
            Write(json, "id_token_signing_alg_values_supported", ["RS256", "ES256"]);
            json.WriteBoolean("request_parameter_supported", false);
            json.WriteBoolean("request_uri_parameter_supported", false);
            json.WriteEndObject();
        }

        Document = new PublicDocument(buffer.WrittenMemory.ToArray());
    }

    public PublicDocument Document { get; }

    private static void WriteAuthorization(Utf8JsonWriter json, Issuer issuer, TextCatalogue texts)
    {
        json.WriteString("authorization_endpoint", issuer.At(AuthorizeEndpoints.Path));
        json.WriteBoolean("authorization_response_iss_parameter_supported", true);
        Write(json, "response_types_supported", ["code"]);
        Write(json, "response_modes_supported", ["query", "form_post"]);
        Write(json, "code_challenge_methods_supported", [Pkce.Method]);
        Write(json, "prompt_values_supported", PromptWords.All);
        Write(json, "acr_values_supported", [Acr.Social]);
        Write(json, "ui_locales_supported", texts.All.Select(static language => language.Tag));
        json.WriteBoolean("claims_parameter_supported", true);
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
