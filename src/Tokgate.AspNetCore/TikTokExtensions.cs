using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tokgate.AspNetCore;
using Tokgate.AspNetCore.Login;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds "Sign in with TikTok" to an application.</summary>
public static class TikTokExtensions
{
    /// <summary>
    /// Adds TikTok under the scheme <c>TikTok</c>, with client key and secret from the configuration values <c>TIKTOK_CLIENT_ID</c> and
    /// <c>TIKTOK_CLIENT_SECRET</c> (or <c>AUTH_TIKTOK_ID</c> and <c>AUTH_TIKTOK_SECRET</c>).
    /// </summary>
    /// <param name="builder">The authentication builder.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddTikTok(this AuthenticationBuilder builder)
        => builder.AddTikTok(TikTokDefaults.AuthenticationScheme, static _ => { });

    /// <summary>Adds TikTok under the scheme <c>TikTok</c>.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="configureOptions">Sets the options.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddTikTok(this AuthenticationBuilder builder, Action<TikTokOptions> configureOptions)
        => builder.AddTikTok(TikTokDefaults.AuthenticationScheme, configureOptions);

    /// <summary>Adds TikTok under a scheme of its own name, so that several TikTok apps can stand side by side. Each needs a callback path of its own.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="authenticationScheme">The scheme's name.</param>
    /// <param name="configureOptions">Sets the options.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddTikTok(this AuthenticationBuilder builder, string authenticationScheme, Action<TikTokOptions> configureOptions)
        => builder.AddTikTok(authenticationScheme, TikTokDefaults.DisplayName, configureOptions);

    /// <summary>Adds TikTok under a scheme and display name of its own.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="authenticationScheme">The scheme's name.</param>
    /// <param name="displayName">The name on a page for people. Null hides the scheme from such pages.</param>
    /// <param name="configureOptions">Sets the options.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddTikTok(
        this AuthenticationBuilder builder, string authenticationScheme, string? displayName, Action<TikTokOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);

        // Before AddOAuth, whose own post-configuration makes the back channel from what ours has set.
        builder.Services.TryAddSingleton<TikTokLoginPlaces>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<TikTokOptions>, TikTokPostConfigureOptions>());
        builder.AddOAuth<TikTokOptions, TikTokHandler>(authenticationScheme, displayName!, configureOptions); // the framework takes null as "no display name"
        builder.Services.AddOptions<TikTokOptions>(authenticationScheme).ValidateOnStart();
        return builder;
    }
}
