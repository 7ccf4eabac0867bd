using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>
/// ASP.NET Core's OAuth handler, taught TikTok's dialect: one override per deviation. State, correlation with the browser, saving of tokens and events are
/// the framework's own.
/// </summary>
public sealed class TikTokHandler : OAuthHandler<TikTokOptions>
{
    private TikTokCallback? _callback;
    private TikTokTokens? _tokens;
    private AuthenticationProperties? _properties;
    private bool _expected;

    /// <summary>Creates the handler; ASP.NET Core does this for each request.</summary>
    /// <param name="options">The options of each scheme.</param>
    /// <param name="loggerFactory">Makes the handler's logger.</param>
    /// <param name="encoder">The framework's URL encoder.</param>
    public TikTokHandler(IOptionsMonitor<TikTokOptions> options, ILoggerFactory loggerFactory, UrlEncoder encoder)
        : base(options, loggerFactory, encoder)
    {
    }

    // TikTok joins scopes with commas, instead of RFC 6749 section 3.3's spaces.
    /// <inheritdoc />
    protected override string FormatScope(IEnumerable<string> scopes) => TikTokScopes.Of(scopes).ToString();

    // TikTok names the client client_key, instead of RFC 6749's client_id, and wants a hex challenge, instead of RFC 7636's base64url.
    /// <inheritdoc />
    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        ArgumentNullException.ThrowIfNull(properties);
        try
        {
            return Options.Client.BuildAuthorizationUri(TikTokChallenge.Seal(properties, redirectUri, Options, TimeProvider.GetUtcNow()));
        }
        catch (TikTokConfigurationException refusal)
        {
            throw new TikTokAuthenticationException(
                ErrorIds.ChallengeRefused,
                $"The sign-in cannot begin, since TikTok would refuse it. {refusal.Message} The redirect URI is '{redirectUri}': it follows from the address of this request "
                + "and CallbackPath. Behind a proxy, set up forwarded headers so that scheme and host are the public ones.",
                innerException: refusal);
        }
    }

    // TikTok's callback has a second error channel (error_type, errCode), and doubled parameters must not be joined into one value.
    /// <inheritdoc />
    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        _callback = TikTokCallback.Parse(Request.Query.SelectMany(
            static parameter => parameter.Value,
            static (parameter, value) => KeyValuePair.Create(parameter.Key, value)));
        if (IsCancelledWithoutState())
        {
            return await HandleAccessDeniedErrorAsync(new AuthenticationProperties()).ConfigureAwait(false);
        }

        try
        {
            var result = await base.HandleRemoteAuthenticateAsync().ConfigureAwait(false);
            return result.Failure is null or TikTokAuthenticationException ? result : HandleRequestResult.Fail(Explain(result.Failure), result.Properties);
        }
        catch (TikTokAuthenticationException failure)
        {
            return HandleRequestResult.Fail(failure, _properties);
        }
        catch (Exception failure) when (IsTikTokUnavailable(failure))
        {
            return HandleRequestResult.Fail(Unavailable(failure), _properties);
        }
    }

    // The framework bounds a sign-in's time by the correlation cookie's expiry, which is the browser's to keep; the state itself says until when it holds.
    /// <inheritdoc />
    protected override bool ValidateCorrelationId(AuthenticationProperties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        _properties = properties;
        _expected = base.ValidateCorrelationId(properties) && !TikTokChallenge.IsOver(properties, TimeProvider.GetUtcNow());
        return _expected;
    }

    // TikTok says access_denied also when an account may not use a sandbox app: a fault of the set-up, not the user's refusal.
    /// <inheritdoc />
    protected override Task<HandleRequestResult> HandleAccessDeniedErrorAsync(AuthenticationProperties properties)
        => _callback is { Error: not null, IsCancelledByUser: false }
            ? Task.FromResult(HandleRequestResult.Fail(Refused(_callback.Error, "the sign-in"), properties))
            : base.HandleAccessDeniedErrorAsync(properties);

    // TikTok wants client_key in the form and answers errors with HTTP 200.
    /// <inheritdoc />
    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_callback?.Code is null)
        {
            return OAuthTokenResponse.Failed(Refused(_callback?.Error, "the sign-in"));
        }

        var verifier = context.Properties.Items.TryGetValue(OAuthConstants.CodeVerifierKey, out var value) && value is not null ? CodeVerifier.From(value) : null;
        context.Properties.Items.Remove(OAuthConstants.CodeVerifierKey);
        var exchange = await Options.Client.ExchangeCodeAsync(_callback.Code, context.RedirectUri, verifier, Context.RequestAborted).ConfigureAwait(false);
        if (!exchange.IsSuccess)
        {
            return OAuthTokenResponse.Failed(Refused(exchange.Error, "the authorization code"));
        }

        _tokens = exchange.Value;
        return OAuthTokenResponse.Success(ToStandardResponse(_tokens));
    }

    // TikTok's user info is enveloped, wants each field by name, and fails as a whole for one field beyond the granted scopes.
    /// <inheritdoc />
    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(tokens);

        var granted = _tokens!.Scopes; // set by ExchangeCodeAsync, which the framework calls first and without whose success it does not come here
        var answer = await Options.Client
            .GetUserAsync(_tokens.AccessToken, granted, Options.Fields.Count == 0 ? null : [.. Options.Fields], Context.RequestAborted)
            .ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            throw Refused(answer.Error, "user info");
        }

        var user = answer.Value;
        if (!string.Equals(user.OpenId, _tokens.OpenId, StringComparison.Ordinal))
        {
            throw new TikTokAuthenticationException(ErrorIds.OtherUser, "TikTok's user info is about another user than the tokens are. Nobody was signed in.");
        }

        var context = new OAuthCreatingTicketContext(new ClaimsPrincipal(identity), properties, Context, Scheme, Options, Backchannel, tokens, user.Json);
        context.RunClaimActions();
        TikTokChallenge.AddScopeClaims(identity, properties, granted, Issuer);
        Options.MapProfile?.Invoke(new TikTokProfileContext(identity, user, granted, Issuer));
        SaveRemainingTokens(properties, _tokens);
        await Events.CreatingTicket(context).ConfigureAwait(false);
        if (Context.RequestServices.GetService<VaultSignIn>() is { } vault)
        {
            await vault.KeepAsync(context, identity, Options.ClientKey, _tokens).ConfigureAwait(false);
        }

        return new AuthenticationTicket(context.Principal!, context.Properties, Scheme.Name); // the context was made with a principal
    }

    private string Issuer => Options.ClaimsIssuer ?? Scheme.Name;

    private static JsonDocument ToStandardResponse(TikTokTokens tokens) => JsonSerializer.SerializeToDocument(
        new Dictionary<string, string?>
        {
            ["access_token"] = tokens.AccessToken.Reveal(),
            ["refresh_token"] = tokens.RefreshToken?.Reveal(),
            ["token_type"] = tokens.TokenType,
            ["expires_in"] = ((long)tokens.ExpiresIn.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        },
        StandardResponseContext.Default.DictionaryStringString);

    // The framework saves what RFC 6749 names; TikTok's refresh_expires_in and open_id are not in it.
    private void SaveRemainingTokens(AuthenticationProperties properties, TikTokTokens tokens)
    {
        if (!Options.SaveTokens)
        {
            return;
        }

        var saved = properties.GetTokens().ToList();
        if (tokens.RefreshExpiresAt is { } refreshExpiresAt)
        {
            saved.Add(new AuthenticationToken { Name = TikTokTokenNames.RefreshExpiresAt, Value = refreshExpiresAt.ToString("o", CultureInfo.InvariantCulture) });
        }

        saved.Add(new AuthenticationToken { Name = TikTokTokenNames.OpenId, Value = tokens.OpenId });
        saved.Add(new AuthenticationToken { Name = TikTokTokenNames.Scope, Value = tokens.Scopes.ToString() });
        properties.StoreTokens(saved);
    }

    // TikTok's apps drop the state from a cancel. Nobody is signed in by it and nothing of it is shown, so it needs no proof of whose it is.
    private bool IsCancelledWithoutState() => _callback is { IsCancelledByUser: true, State: null } && !Request.Query.ContainsKey("state");

    private TikTokAuthenticationException Explain(Exception failure)
    {
        if (_expected)
        {
            return Refused(_callback?.Error, "the sign-in", failure);
        }

        var cause = _properties is null
            ? "its state is missing, doubled, or was not made by this application (or by an instance with other Data Protection keys)"
            : "this browser did not begin it, has completed it already, or began it too long ago";
        return new TikTokAuthenticationException(
            ErrorIds.CallbackNotExpected,
            $"The callback does not belong to a sign-in that is under way: {cause}. Nothing was sent to TikTok. Begin the sign-in again.",
            _callback is { Error: { } error, IsMalformed: false } ? error : null,
            failure);
    }

    private static TikTokAuthenticationException Refused(TikTokError? error, string what, Exception? inner = null)
        => new(ErrorIds.SignInRefused, error is null ? $"TikTok refused {what}." : $"TikTok refused {what}: {error}.", error, inner);

    private bool IsTikTokUnavailable(Exception failure)
        => failure is TikTokProtocolException or HttpRequestException or IOException || (failure is TaskCanceledException && !Context.RequestAborted.IsCancellationRequested);

    private static TikTokAuthenticationException Unavailable(Exception failure) => new(
        ErrorIds.TikTokUnavailable,
        failure is TikTokProtocolException protocol
            ? $"TikTok's answer cannot be understood. {protocol.Message}"
            : "TikTok did not answer. The sign-in can be begun again; if that fails too, look at the network from here to TikTok.",
        innerException: failure);
}
