using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Tokgate.Playground.Sample.Broker;

/// <summary>
/// OpenID Connect by hand on the framework's OAuth handler, to show that the broker needs nothing of ours on the other side: code flow, PKCE, nonce, and an ID
/// token whose issuer, audience, algorithm, lifetime and nonce are checked. An application of its own would use its platform's OpenID Connect library.
/// </summary>
internal sealed class BrokerHandler(IOptionsMonitor<OAuthOptions> options, ILoggerFactory loggerFactory, UrlEncoder encoder, BrokerKeys keys)
    : OAuthHandler<OAuthOptions>(options, loggerFactory, encoder)
{
    private static readonly JsonWebTokenHandler s_tokens = new() { MaximumTokenSizeInBytes = 16 * 1024 };

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        properties.Items[BrokerDefaults.NonceItem] = nonce; // before the base seals the properties into state
        return QueryHelpers.AddQueryString(base.BuildChallengeUrl(properties, redirectUri), "nonce", nonce);
    }

    protected override Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
        => Request.Query.ContainsKey("iss") && Request.Query["iss"] != ClaimsIssuer
            ? Task.FromResult(HandleRequestResult.Fail("The answer names another issuer than the one that was asked (RFC 9207)."))
            : base.HandleRemoteAuthenticateAsync();

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var claims = await ReadIdTokenAsync(tokens, properties);
        using var userInfo = await ReadUserInfoAsync(tokens);
        if (userInfo.RootElement.GetProperty("sub").GetString() != claims.Subject)
        {
            throw new AuthenticationFailureException("UserInfo is about another user than the ID token.");
        }

        identity.AddClaims(userInfo.RootElement.EnumerateObject().Select(claim => new Claim(
            ClaimType(claim.Name),
            claim.Value.ValueKind == JsonValueKind.String ? claim.Value.GetString()! : claim.Value.GetRawText(), // a string's text is never null
            ClaimValueTypes.String,
            ClaimsIssuer)));
        identity.AddClaim(new Claim("iss", claims.Issuer));
        properties.StoreTokens([.. properties.GetTokens(), new AuthenticationToken { Name = BrokerDefaults.IdToken, Value = claims.EncodedToken }]); // the hint at sign-out
        return new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Scheme.Name);
    }

    private async Task<JsonWebToken> ReadIdTokenAsync(OAuthTokenResponse tokens, AuthenticationProperties properties)
    {
        var text = tokens.Response!.RootElement.TryGetProperty("id_token", out var member) ? member.GetString() : null; // the exchange succeeded
        if (text is null || !s_tokens.CanReadToken(text))
        {
            throw new AuthenticationFailureException("The broker sent no ID token.");
        }

        var key = await keys.FindAsync(s_tokens.ReadJsonWebToken(text).Kid, Context.RequestAborted);
        var result = await s_tokens.ValidateTokenAsync(text, new TokenValidationParameters
        {
            ValidIssuer = ClaimsIssuer,
            ValidAudience = Options.ClientId,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = false,
            ClockSkew = TimeSpan.FromSeconds(10),
        });
        if (!result.IsValid)
        {
            throw new AuthenticationFailureException("The ID token is not the broker's, or not for this application.", result.Exception);
        }

        var token = (JsonWebToken)result.SecurityToken;
        properties.Items.Remove(BrokerDefaults.NonceItem, out var nonce);
        return nonce is not null && token.TryGetPayloadValue<string>("nonce", out var repeated) && repeated == nonce
            ? token
            : throw new AuthenticationFailureException("The ID token answers another sign-in: its nonce differs.");
    }

    private async Task<JsonDocument> ReadUserInfoAsync(OAuthTokenResponse tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Options.UserInformationEndpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        using var response = await Backchannel.SendAsync(request, Context.RequestAborted);
        response.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(Context.RequestAborted), cancellationToken: Context.RequestAborted);
    }

    private static string ClaimType(string name) => name switch
    {
        "sub" => ClaimTypes.NameIdentifier,
        "name" => ClaimTypes.Name,
        _ => name,
    };
}
