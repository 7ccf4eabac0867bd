using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>
/// Options of the Douyin authentication handler. <see cref="OAuthOptions.AuthorizationEndpoint"/>, <see cref="OAuthOptions.TokenEndpoint"/> and
/// <see cref="OAuthOptions.UserInformationEndpoint"/> must be left as they are: <see cref="Endpoints"/> is what moves them.
/// </summary>
/// <remarks>
/// Douyin documents no PKCE, so <see cref="OAuthOptions.UsePkce"/> must stay off. Douyin takes https redirect URIs only: sign in on this machine against the emulator.
/// <c>AddTikTokVault()</c> keeps TikTok's tokens and not Douyin's; with <see cref="RemoteAuthenticationOptions.SaveTokens"/> they are in the session, and
/// <see cref="DouyinClient"/> refreshes and renews them.
/// </remarks>
public sealed class DouyinOptions : SignInOptions
{
    private DouyinClient? _client;

    /// <summary>Creates options with Douyin's endpoints, the scope <c>user_info</c> and the claims of <see cref="DouyinClaimTypes"/>.</summary>
    public DouyinOptions()
        : base(SignInWords.Douyin)
    {
        ClaimActions.MapJsonKey(ClaimTypes.Name, "nickname");
        ClaimActions.MapCustomJson(DouyinClaimTypes.UnionId, static user => DouyinChallenge.TextOrNull(user, "union_id"));
        ClaimActions.MapJsonKey(DouyinClaimTypes.Picture, "avatar");
        ClaimActions.MapCustomJson(DouyinClaimTypes.BusinessRole, static user => DouyinChallenge.TextOrNull(user, "e_account_role"));
    }

    /// <summary>
    /// Where Douyin is. Set it to reach the emulator. Refused in the Production environment unless https and not loopback.
    /// </summary>
    /// <value>Douyin's own host.</value>
    public DouyinEndpoints Endpoints { get; set; } = DouyinEndpoints.Default;

    /// <summary>What is asked for and the user may leave out, beside <see cref="OAuthOptions.Scope"/>, which they may not.</summary>
    /// <value>Empty.</value>
    public ICollection<DouyinOptionalScope> OptionalScopes { get; } = [];

    /// <summary>
    /// Changes the claims after the handler has mapped the profile and before <see cref="OAuthEvents.CreatingTicket"/>. Null changes nothing.
    /// </summary>
    /// <value>Null.</value>
    public Action<DouyinProfileContext>? MapProfile { get; set; }

    // Made once: the framework keeps validated options for the life of the application, and two racing first requests make two equal clients.
    internal DouyinClient Client => _client ??= new DouyinClient(
        Backchannel,
        new DouyinClientOptions { ClientKey = ClientKey, ClientSecret = TikTok.ClientSecret.From(ClientSecret), Endpoints = Endpoints, Timeout = BackchannelTimeout },
        TimeProvider);

    private protected override IEnumerable<string> OwnProblems()
    {
        if (UsePkce)
        {
            yield return "UsePkce is on, and Douyin has no PKCE. Leave it off: the state binds the sign-in to the browser.";
        }
    }
}
