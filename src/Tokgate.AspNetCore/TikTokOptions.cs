using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
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
public sealed class TikTokOptions : OAuthOptions
{
    private TikTokClient? _client;

    /// <summary>Creates options with TikTok's endpoints, the scope <c>user.info.basic</c> and the claims of <see cref="TikTokClaimTypes"/>.</summary>
    public TikTokOptions()
    {
        CallbackPath = new PathString(TikTokDefaults.CallbackPath);
        ClaimsIssuer = TikTokDefaults.DisplayName;
        BackchannelTimeout = TimeSpan.FromSeconds(10); // per request; somebody is waiting in front of a blank page. The vault's refreshes have it too: it is under their own deadline of 15 s, which keeps within the lease
        AuthorizationEndpoint = TikTokDefaults.AuthorizationEndpoint;
        TokenEndpoint = TikTokDefaults.TokenEndpoint;
        UserInformationEndpoint = TikTokDefaults.UserInformationEndpoint;
        Scope.Add(TikTokScopeNames.UserInfoBasic);

        // Lax travels on TikTok's top-level GET, and unlike None it needs no Secure, which browsers and .NET clients treat differently on http loopback.
        CorrelationCookie.SameSite = SameSiteMode.Lax;
        CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;

        ClaimActions.MapJsonKey(ClaimTypes.NameIdentifier, "open_id");
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
    /// TikTok's client key; the same value as <see cref="OAuthOptions.ClientId"/>. When both are empty, the configuration values
    /// <c>TIKTOK_CLIENT_ID</c> and then <c>AUTH_TIKTOK_ID</c> are taken.
    /// </summary>
    /// <value>No default: without it the application does not start.</value>
    public string ClientKey
    {
        get => ClientId;
        set => ClientId = value;
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

    // Set while the options are post-configured, reported by Validate() together with everything else.
    internal List<string> Problems { get; } = [];

    // Made once: the framework keeps validated options for the life of the application, and two racing first requests make two equal clients.
    internal TikTokClient Client => _client ??= new TikTokClient(
        Backchannel,
        new TikTokClientOptions { ClientKey = ClientKey, ClientSecret = TikTok.ClientSecret.From(ClientSecret), Endpoints = Endpoints, Timeout = BackchannelTimeout },
        TimeProvider);

    /// <inheritdoc />
    /// <exception cref="OptionsValidationException">Something is missing or contradictory; every problem is in the message.</exception>
    public override void Validate()
    {
        var problems = new List<string>(Problems);
        if (string.IsNullOrWhiteSpace(ClientId))
        {
            problems.Add($"{ErrorIds.InvalidOptions}: ClientKey is missing. Set TIKTOK_CLIENT_ID (or AUTH_TIKTOK_ID) to the client key of your TikTok app, or set "
                + "options.ClientKey in AddTikTok().");
        }

        if (string.IsNullOrWhiteSpace(ClientSecret))
        {
            problems.Add($"{ErrorIds.InvalidOptions}: ClientSecret is missing. Set TIKTOK_CLIENT_SECRET (or AUTH_TIKTOK_SECRET) to the client secret of the same "
                + "TikTok app, or set options.ClientSecret in AddTikTok().");
        }

        if (ClientSecret?.Any(char.IsControl) == true)
        {
            problems.Add($"{ErrorIds.InvalidOptions}: ClientSecret holds a line break or another control character. Copy it anew from the TikTok app's page.");
        }

        if (BackchannelTimeout <= TimeSpan.Zero || BackchannelTimeout > TimeSpan.FromMinutes(5))
        {
            problems.Add($"{ErrorIds.InvalidOptions}: BackchannelTimeout must be above zero and at most 5 minutes; the default is 10 seconds.");
        }

        if (ScopeProblem() is { } scopeProblem)
        {
            problems.Add($"{ErrorIds.InvalidOptions}: Scope: {scopeProblem} Add each scope by itself: TikTok's commas are put in for you.");
        }

        foreach (var field in Fields.Where(static field => !TikTokFields.ScopeOf.ContainsKey(field)))
        {
            problems.Add($"{ErrorIds.InvalidOptions}: Fields holds '{field}', which TikTok does not know; it would refuse the whole request. See TikTokFields for the names.");
        }

        if (AuthorizationEndpoint != TikTokDefaults.AuthorizationEndpoint
            || TokenEndpoint != TikTokDefaults.TokenEndpoint
            || UserInformationEndpoint != TikTokDefaults.UserInformationEndpoint)
        {
            problems.Add($"{ErrorIds.InvalidOptions}: AuthorizationEndpoint, TokenEndpoint and UserInformationEndpoint are not to be set. To reach the emulator, set Endpoints.");
        }

        if (!CallbackPath.HasValue)
        {
            problems.Add($"{ErrorIds.InvalidOptions}: CallbackPath is empty. The default is {TikTokDefaults.CallbackPath}.");
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException(nameof(TikTokOptions), typeof(TikTokOptions), problems);
        }

        base.Validate();
    }

    private string? ScopeProblem()
    {
        try
        {
            return TikTokScopes.Of(Scope).Count == 0 ? "It is empty, and TikTok needs at least user.info.basic." : null;
        }
        catch (ArgumentException refusal)
        {
            return refusal.Message;
        }
    }
}
