using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;

namespace Tokgate.AspNetCore;

/// <summary>What one challenge asks of TikTok beyond the scheme's options.</summary>
public sealed class TikTokChallengeProperties : OAuthChallengeProperties
{
    /// <summary>The parameter that carries <see cref="DisableAutoAuth"/> in plain <see cref="AuthenticationProperties"/>.</summary>
    public const string DisableAutoAuthKey = "disable_auto_auth";

    /// <summary>The parameter that carries <see cref="Prompt"/>; the same word as in OpenID Connect.</summary>
    public const string PromptKey = "prompt";

    /// <summary>The parameter that carries <see cref="Language"/>.</summary>
    public const string LanguageKey = "lang";

    /// <summary>Creates empty properties.</summary>
    public TikTokChallengeProperties()
    {
    }

    /// <summary>Creates properties over existing items and parameters.</summary>
    /// <param name="items">State that travels with the sign-in and comes back, sealed in <c>state</c>.</param>
    /// <param name="parameters">Parameters of this challenge alone.</param>
    public TikTokChallengeProperties(IDictionary<string, string?> items, IDictionary<string, object?> parameters)
        : base(items, parameters)
    {
    }

    /// <summary>
    /// Whether TikTok must show its consent page even to a person with a valid session (<c>disable_auto_auth=1</c>). Null means: as
    /// <see cref="Prompt"/> says, else as <see cref="TikTokOptions.DisableAutoAuth"/> says.
    /// </summary>
    /// <remarks>Source: <see href="https://developers.tiktok.com/doc/login-kit-web"/>.</remarks>
    public bool? DisableAutoAuth
    {
        get => GetParameter<bool?>(DisableAutoAuthKey);
        set => SetParameter(DisableAutoAuthKey, value);
    }

    /// <summary>
    /// OpenID Connect's <c>prompt</c>: <c>login</c>, <c>consent</c> and <c>select_account</c>, or several of them with spaces between, become
    /// <c>disable_auto_auth=1</c>. Null asks for nothing. Any other value is a <see cref="TikTokAuthenticationException"/> at the challenge;
    /// <c>none</c> too, since TikTok has no silent sign-in.
    /// </summary>
    public string? Prompt
    {
        get => GetParameter<string>(PromptKey);
        set => SetParameter(PromptKey, value);
    }

    /// <summary>The language of TikTok's page (<c>lang</c>, which TikTok's Android SDK sends). Null leaves it to TikTok.</summary>
    public string? Language
    {
        get => GetParameter<string>(LanguageKey);
        set => SetParameter(LanguageKey, value);
    }
}
