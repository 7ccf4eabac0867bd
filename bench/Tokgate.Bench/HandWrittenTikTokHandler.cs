using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tokgate.Bench;

/// <summary>
/// The peer: the least that signs in with TikTok on ASP.NET Core's OAuthHandler, as an application would write it for itself. It checks no error shape,
/// asks for two fields and maps two claims.
/// </summary>
internal sealed class HandWrittenTikTokHandler(IOptionsMonitor<OAuthOptions> options, ILoggerFactory loggerFactory, UrlEncoder encoder)
    : OAuthHandler<OAuthOptions>(options, loggerFactory, encoder)
{
    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var verifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        properties.Items[OAuthConstants.CodeVerifierKey] = verifier;
        return QueryHelpers.AddQueryString(Options.AuthorizationEndpoint, new Dictionary<string, string?>
        {
            ["client_key"] = Options.ClientId,
            ["response_type"] = "code",
            ["scope"] = "user.info.basic",
            ["redirect_uri"] = redirectUri,
            ["code_challenge"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
            ["state"] = Options.StateDataFormat.Protect(properties),
        });
    }

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_key"] = Options.ClientId,
            ["client_secret"] = Options.ClientSecret,
            ["grant_type"] = "authorization_code",
            ["code"] = context.Code,
            ["redirect_uri"] = context.RedirectUri,
            ["code_verifier"] = context.Properties.Items[OAuthConstants.CodeVerifierKey]!, // put there by the challenge
        });
        using var response = await Backchannel.PostAsync(Options.TokenEndpoint, form, Context.RequestAborted);
        return OAuthTokenResponse.Success(JsonDocument.Parse(await response.Content.ReadAsStringAsync(Context.RequestAborted)));
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Options.UserInformationEndpoint + "?fields=open_id,display_name");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        using var response = await Backchannel.SendAsync(request, Context.RequestAborted);
        using var payload = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Context.RequestAborted));
        var user = payload.RootElement.GetProperty("data").GetProperty("user");
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.GetProperty("open_id").GetString()!)); // as such code does
        identity.AddClaim(new Claim(ClaimTypes.Name, user.GetProperty("display_name").GetString()!.ToString(CultureInfo.InvariantCulture))); // as such code does
        return new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Scheme.Name);
    }
}
