using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>
/// ASP.NET Core's OAuth handler, taught what TikTok and Douyin share: one override per deviation from the standard. State, correlation with the browser, saving of tokens
/// and events are the framework's own. There is no third service: only <see cref="TikTokHandler"/> and <see cref="DouyinHandler"/> derive from it.
/// </summary>
/// <typeparam name="TOptions">The service's options.</typeparam>
public abstract class SignInHandler<TOptions> : OAuthHandler<TOptions>
    where TOptions : SignInOptions, new()
{
    private TikTokCallback? _callback;
    private TikTokTokens? _tokens;
    private AuthenticationProperties? _properties;
    private bool _expected;

    private protected SignInHandler(IOptionsMonitor<TOptions> options, ILoggerFactory loggerFactory, UrlEncoder encoder)
        : base(options, loggerFactory, encoder)
    {
    }

    private protected string Issuer => Options.ClaimsIssuer ?? Scheme.Name;

    private string Service => Options.Words.Service;

    private protected abstract (string Granted, string Refused) ScopeClaims { get; }

    private protected abstract string WriteAddress(AuthenticationProperties properties, string redirectUri);

    private protected abstract Task<TikTokResult<TikTokTokens>> ExchangeAsync(AuthorizationCode code, OAuthCodeExchangeContext context);

    private protected abstract Task<SignInProfile> ReadProfileAsync(TikTokTokens tokens);

    private protected abstract Task KeepAsync(OAuthCreatingTicketContext context, ClaimsIdentity identity, TikTokTokens tokens);

    // Scopes are joined with commas, instead of RFC 6749 section 3.3's spaces.
    /// <inheritdoc />
    protected override string FormatScope(IEnumerable<string> scopes) => TikTokScopes.Of(scopes).ToString();

    // The client is named client_key, instead of RFC 6749's client_id.
    /// <inheritdoc />
    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        ArgumentNullException.ThrowIfNull(properties);
        try
        {
            return WriteAddress(properties, redirectUri);
        }
        catch (TikTokConfigurationException refusal)
        {
            throw new TikTokAuthenticationException(
                ErrorIds.ChallengeRefused,
                $"The sign-in cannot begin, since {Service} would refuse it. {refusal.Message} The redirect URI is '{redirectUri}': it follows from the address of this request "
                + "and CallbackPath. Behind a proxy, set up forwarded headers so that scheme and host are the public ones.",
                innerException: refusal);
        }
    }

    // The callback has a second error channel (error_type, errCode), and doubled parameters must not be joined into one value.
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
        catch (Exception failure) when (IsUnavailable(failure))
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
        _expected = base.ValidateCorrelationId(properties) && !SignInState.IsOver(properties, TimeProvider.GetUtcNow());
        return _expected;
    }

    // TikTok says access_denied also when an account may not use a sandbox app: a fault of the set-up, not the user's refusal.
    /// <inheritdoc />
    protected override Task<HandleRequestResult> HandleAccessDeniedErrorAsync(AuthenticationProperties properties)
        => _callback is { Error: not null, IsCancelledByUser: false }
            ? Task.FromResult(HandleRequestResult.Fail(Refused(_callback.Error, "the sign-in"), properties))
            : base.HandleAccessDeniedErrorAsync(properties);

    // Errors are answered with HTTP 200, and the client's key and secret travel in the form.
    /// <inheritdoc />
    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_callback?.Code is null)
        {
            return OAuthTokenResponse.Failed(Refused(_callback?.Error, "the sign-in"));
        }

        var exchange = await ExchangeAsync(_callback.Code, context).ConfigureAwait(false);
        if (!exchange.IsSuccess)
        {
            return OAuthTokenResponse.Failed(Refused(exchange.Error, "the authorization code"));
        }

        _tokens = exchange.Value;
        return OAuthTokenResponse.Success(ToStandardResponse(_tokens));
    }

    // User info is enveloped.
    /// <inheritdoc />
    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(tokens);

        var given = _tokens!; // set by ExchangeCodeAsync, which the framework calls first and without whose success it does not come here
        var profile = await ReadProfileAsync(given).ConfigureAwait(false);
        if (!string.Equals(profile.OpenId, given.OpenId, StringComparison.Ordinal))
        {
            throw new TikTokAuthenticationException(ErrorIds.OtherUser, $"{Service}'s user info is about another user than the tokens are. Nobody was signed in.");
        }

        var context = new OAuthCreatingTicketContext(new ClaimsPrincipal(identity), properties, Context, Scheme, Options, Backchannel, tokens, profile.Json);
        context.RunClaimActions();
        SignInState.AddScopeClaims(identity, properties, given.Scopes, ScopeClaims, Issuer);
        profile.Map?.Invoke(identity);
        SaveRemainingTokens(properties, given);
        await Events.CreatingTicket(context).ConfigureAwait(false);
        await KeepAsync(context, identity, given).ConfigureAwait(false);
        return new AuthenticationTicket(context.Principal!, context.Properties, Scheme.Name); // the context was made with a principal
    }

    private protected TikTokAuthenticationException Refused(TikTokError? error, string what, Exception? inner = null)
        => new(ErrorIds.SignInRefused, error is null ? $"{Service} refused {what}." : $"{Service} refused {what}: {error}.", error, inner);

    private static JsonDocument ToStandardResponse(TikTokTokens tokens) => JsonSerializer.SerializeToDocument(
        new Dictionary<string, string?>
        {
            ["access_token"] = tokens.AccessToken.Reveal(),
            ["refresh_token"] = tokens.RefreshToken?.Reveal(),
            ["token_type"] = tokens.TokenType,
            ["expires_in"] = ((long)tokens.ExpiresIn.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        },
        StandardResponseContext.Default.DictionaryStringString);

    // The framework saves what RFC 6749 names; refresh_expires_in and open_id are not in it.
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

    // Their apps drop the state from a cancel. Nobody is signed in by it and nothing of it is shown, so it needs no proof of whose it is.
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
            $"The callback does not belong to a sign-in that is under way: {cause}. Nothing was sent to {Service}. Begin the sign-in again.",
            _callback is { Error: { } error, IsMalformed: false } ? error : null,
            failure);
    }

    private bool IsUnavailable(Exception failure)
        => failure is TikTokProtocolException or HttpRequestException or IOException || (failure is TaskCanceledException && !Context.RequestAborted.IsCancellationRequested);

    private TikTokAuthenticationException Unavailable(Exception failure) => new(
        ErrorIds.TikTokUnavailable,
        failure is TikTokProtocolException protocol
            ? $"{Service}'s answer cannot be understood. {protocol.Message}"
            : $"{Service} did not answer. The sign-in can be begun again; if that fails too, look at the network from here to {Service}.",
        innerException: failure);
}
