using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>What <see cref="TikTokOptions"/> and <see cref="DouyinOptions"/> have in common. There is no third.</summary>
public abstract class SignInOptions : OAuthOptions
{
    private protected SignInOptions(SignInWords words)
    {
        Words = words;
        CallbackPath = new PathString(words.CallbackPath);
        ClaimsIssuer = words.Service;
        BackchannelTimeout = TimeSpan.FromSeconds(10); // per request; somebody is waiting in front of a blank page. The vault's refreshes have it too: it is under their own deadline of 15 s, which keeps within the lease
        AuthorizationEndpoint = words.AuthorizationEndpoint;
        TokenEndpoint = words.TokenEndpoint;
        UserInformationEndpoint = words.UserInformationEndpoint;
        Scope.Add(words.Scope);

        // Lax travels on the top-level GET that comes back, and unlike None it needs no Secure, which browsers and .NET clients treat differently on http loopback.
        CorrelationCookie.SameSite = SameSiteMode.Lax;
        CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;

        ClaimActions.MapJsonKey(ClaimTypes.NameIdentifier, "open_id");
    }

    /// <summary>
    /// The app's client key; the same value as <see cref="OAuthOptions.ClientId"/>. When both are empty, it is taken from configuration: <c>TIKTOK_CLIENT_ID</c> and then
    /// <c>AUTH_TIKTOK_ID</c>, or <c>DOUYIN_CLIENT_KEY</c>.
    /// </summary>
    /// <value>No default: without it the application does not start.</value>
    public string ClientKey
    {
        get => ClientId;
        set => ClientId = value;
    }

    // Set while the options are post-configured, reported by Validate() together with everything else.
    internal List<string> Problems { get; } = [];

    internal SignInWords Words { get; }

    /// <inheritdoc />
    /// <exception cref="OptionsValidationException">Something is missing or contradictory; every problem is in the message.</exception>
    public override void Validate()
    {
        string[] problems = [.. Problems, .. CommonProblems().Concat(OwnProblems()).Select(static problem => $"{ErrorIds.InvalidOptions}: {problem}")];
        if (problems.Length > 0)
        {
            throw new OptionsValidationException(GetType().Name, GetType(), problems);
        }

        base.Validate();
    }

    /// <summary>What any sign-in needs beside its credentials, once the application has set what it wants.</summary>
    /// <param name="endpoints">What is wrong with the endpoints; null if there are none.</param>
    /// <param name="type">Theirs.</param>
    internal void Complete(IReadOnlyList<TikTokProblem>? endpoints, string type)
    {
        Problems.AddRange(endpoints?.Select(static problem => problem.ToString())
            ?? [$"{ErrorIds.InvalidOptions}: Endpoints is null. Leave it as it is, or set it to {type}.Default."]);
        BackchannelHttpHandler ??= TikTokCredentials.CreateBackchannel();
    }

    private protected abstract IEnumerable<string> OwnProblems();

    private IEnumerable<string> CommonProblems()
    {
        if (string.IsNullOrWhiteSpace(ClientId))
        {
            yield return $"ClientKey is missing. Set {Words.KeySettings} to the client key of your {Words.Service} app, or set options.ClientKey in {Words.Method}.";
        }

        if (string.IsNullOrWhiteSpace(ClientSecret))
        {
            yield return $"ClientSecret is missing. Set {Words.SecretSettings} to the client secret of the same {Words.Service} app, or set options.ClientSecret in {Words.Method}.";
        }

        if (ClientSecret?.Any(char.IsControl) == true)
        {
            yield return $"ClientSecret holds a line break or another control character. Copy it anew from the {Words.Service} app's page.";
        }

        if (BackchannelTimeout <= TimeSpan.Zero || BackchannelTimeout > TimeSpan.FromMinutes(5))
        {
            yield return "BackchannelTimeout must be above zero and at most 5 minutes; the default is 10 seconds.";
        }

        if (ScopeProblem() is { } scopeProblem)
        {
            yield return $"Scope: {scopeProblem} Add each scope by itself: {Words.Service}'s commas are put in for you.";
        }

        if (AuthorizationEndpoint != Words.AuthorizationEndpoint || TokenEndpoint != Words.TokenEndpoint || UserInformationEndpoint != Words.UserInformationEndpoint)
        {
            yield return "AuthorizationEndpoint, TokenEndpoint and UserInformationEndpoint are not to be set. To reach the emulator, set Endpoints.";
        }

        if (!CallbackPath.HasValue)
        {
            yield return $"CallbackPath is empty. The default is {Words.CallbackPath}.";
        }
    }

    private string? ScopeProblem()
    {
        try
        {
            return TikTokScopes.Of(Scope).Count == 0 ? $"It is empty, and {Words.Service} needs at least {Words.Scope}." : null;
        }
        catch (ArgumentException refusal)
        {
            return refusal.Message;
        }
    }
}
