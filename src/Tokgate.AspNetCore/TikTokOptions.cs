using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>
/// Options of the TikTok authentication handler. <see cref="OAuthOptions.AuthorizationEndpoint"/>, <see cref="OAuthOptions.TokenEndpoint"/> and
/// <see cref="OAuthOptions.UserInformationEndpoint"/> must be left as they are: <see cref="Endpoints"/> is what moves them.
/// </summary>
/// <remarks>
/// <see cref="OAuthOptions.UsePkce"/> is false by default: then a challenge is sent where TikTok wants it, for loopback redirect URIs, which TikTok registers
/// under Desktop, and not for https ones, which it registers under Web. Set it to true when the https redirect URI is registered under iOS or Android.
/// The challenge is lower-case hex in either case, instead of RFC 7636's base64url.
/// <para>TikTok bounds neither names nor descriptions. With <see cref="RemoteAuthenticationOptions.SaveTokens"/> and long profiles a session cookie grows past what
/// servers accept (about 16 kB of headers): give the cookie scheme an <c>ITicketStore</c> (<c>CookieAuthenticationOptions.SessionStore</c>), or shorten claims in
/// <see cref="MapProfile"/>. With <c>AddTikTokVault()</c> tokens are kept on the server and refreshed there; <see cref="RemoteAuthenticationOptions.SaveTokens"/> must then be off.</para>
/// </remarks>
public sealed class TikTokOptions : SignInOptions
{
    private TikTokClient? _client;

    /// <summary>Creates options with TikTok's endpoints, the scope <c>user.info.basic</c> and the claims of <see cref="TikTokClaimTypes"/>.</summary>
    public TikTokOptions()
        : base(SignInWords.TikTok)
    {
        ClaimActions.MapJsonKey(ClaimTypes.Name, "display_name");
        ClaimActions.MapJsonKey(TikTokClaimTypes.UnionId, "union_id");
        ClaimActions.MapJsonKey(TikTokClaimTypes.Picture, "avatar_url");
        ClaimActions.MapJsonKey(TikTokClaimTypes.AvatarUrl100, "avatar_url_100");
        ClaimActions.MapJsonKey(TikTokClaimTypes.AvatarLargeUrl, "avatar_large_url");
        ClaimActions.MapJsonKey(TikTokClaimTypes.Username, "username");
        ClaimActions.MapJsonKey(TikTokClaimTypes.Bio, "bio_description");
        ClaimActions.MapJsonKey(TikTokClaimTypes.ProfileDeepLink, "profile_deep_link");
        ClaimActions.MapCustomJson(TikTokClaimTypes.IsVerified, ClaimValueTypes.Boolean, static user =>
            user.TryGetProperty("is_verified", out var verified) ? verified.GetRawText() : null);
        ClaimActions.MapJsonKey(TikTokClaimTypes.FollowerCount, "follower_count", ClaimValueTypes.Integer64);
        ClaimActions.MapJsonKey(TikTokClaimTypes.FollowingCount, "following_count", ClaimValueTypes.Integer64);
        ClaimActions.MapJsonKey(TikTokClaimTypes.LikesCount, "likes_count", ClaimValueTypes.Integer64);
        ClaimActions.MapJsonKey(TikTokClaimTypes.VideoCount, "video_count", ClaimValueTypes.Integer64);
    }

    /// <summary>
    /// Where TikTok is. Set it to reach the emulator. Refused in the Production environment unless https and not loopback.
    /// </summary>
    /// <value>TikTok's own hosts.</value>
    public TikTokEndpoints Endpoints { get; set; } = TikTokEndpoints.Default;

    /// <summary>
    /// The user-info fields to ask for, by TikTok's names. Empty asks for every field that the granted scopes allow. A field that the granted scopes do
    /// not allow is left out of the request, since TikTok would refuse the whole of it.
    /// </summary>
    /// <value>Empty.</value>
    /// <remarks>Source: <see href="https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info"/>.</remarks>
    public ICollection<string> Fields { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether TikTok shows its consent page even to a person with a valid session: true sends <c>disable_auto_auth=1</c>, false sends <c>0</c>, null sends
    /// nothing, which TikTok treats as <c>0</c>. A challenge can say otherwise by <see cref="TikTokChallengeProperties"/>.
    /// </summary>
    /// <value>Null.</value>
    public bool? DisableAutoAuth { get; set; }

    /// <summary>
    /// Changes the claims after the handler has mapped the profile and before <see cref="OAuthEvents.CreatingTicket"/>. Null changes nothing.
    /// </summary>
    /// <value>Null.</value>
    public Action<TikTokProfileContext>? MapProfile { get; set; }

    // Made once: the framework keeps validated options for the life of the application, and two racing first requests make two equal clients.
    internal TikTokClient Client => _client ??= new TikTokClient(
        Backchannel,
        new TikTokClientOptions { ClientKey = ClientKey, ClientSecret = TikTok.ClientSecret.From(ClientSecret), Endpoints = Endpoints, Timeout = BackchannelTimeout },
        TimeProvider);

    private protected override IEnumerable<string> OwnProblems() => Fields
        .Where(static field => !TikTokFields.ScopeOf.ContainsKey(field))
        .Select(static field => $"Fields holds '{field}', which TikTok does not know; it would refuse the whole request. See TikTokFields for the names.");
}
