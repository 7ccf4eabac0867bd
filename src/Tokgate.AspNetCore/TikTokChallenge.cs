using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>What a challenge asks of TikTok.</summary>
internal static class TikTokChallenge
{
    /// <summary>Completes the properties, seals them into <c>state</c> and writes the request. Nothing may be added to the properties after it.</summary>
    public static TikTokAuthorizationRequest Seal(AuthenticationProperties properties, string redirectUri, TikTokOptions options, DateTimeOffset now)
    {
        var scopes = TikTokScopes.Of(properties.GetParameter<ICollection<string>>(OAuthChallengeProperties.ScopeKey) ?? options.Scope);
        string? codeChallenge = null;
        if (options.UsePkce || TikTokPkce.ModeFor(redirectUri) == TikTokPkceMode.HexS256)
        {
            var verifier = CodeVerifier.Create();
            properties.Items[OAuthConstants.CodeVerifierKey] = verifier.Reveal(); // sealed in state, as the framework keeps its own
            codeChallenge = verifier.ToChallenge();
        }

        SignInState.Note(properties, scopes, now + options.RemoteAuthenticationTimeout);
        return new TikTokAuthorizationRequest
        {
            RedirectUri = redirectUri,
            Scopes = scopes,
            State = options.StateDataFormat.Protect(properties),
            DisableAutoAuth = DisableAutoAuth(properties, options),
            CodeChallenge = codeChallenge,
            Language = properties.GetParameter<string>(TikTokChallengeProperties.LanguageKey),
            AdditionalParameters = [.. options.AdditionalAuthorizationParameters],
        };
    }

    private static bool? DisableAutoAuth(AuthenticationProperties properties, TikTokOptions options)
    {
        // A list with spaces, OpenID Connect Core section 3.1.2.1.
        var prompts = properties.GetParameter<string>(TikTokChallengeProperties.PromptKey)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (!prompts.All(static prompt => prompt is "login" or "consent" or "select_account"))
        {
            throw new TikTokAuthenticationException(
                ErrorIds.PromptRefused,
                "The challenge's prompt is none of login, consent, select_account. TikTok has no silent sign-in: leave prompt out instead of 'none'.");
        }

        var byPrompt = prompts.Length > 0 ? true : (bool?)null;
        return properties.GetParameter<bool?>(TikTokChallengeProperties.DisableAutoAuthKey) ?? byPrompt ?? options.DisableAutoAuth;
    }
}
