using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tokgate.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds "Sign in with Douyin" to an application: TikTok's counterpart in mainland China.</summary>
public static class DouyinExtensions
{
    /// <summary>
    /// Adds Douyin under the scheme <c>Douyin</c>, with client key and secret from the configuration values <c>DOUYIN_CLIENT_KEY</c> and <c>DOUYIN_CLIENT_SECRET</c>.
    /// </summary>
    /// <param name="builder">The authentication builder.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddDouyin(this AuthenticationBuilder builder)
        => builder.AddDouyin(DouyinDefaults.AuthenticationScheme, static _ => { });

    /// <summary>Adds Douyin under the scheme <c>Douyin</c>.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="configureOptions">Sets the options.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddDouyin(this AuthenticationBuilder builder, Action<DouyinOptions> configureOptions)
        => builder.AddDouyin(DouyinDefaults.AuthenticationScheme, configureOptions);

    /// <summary>Adds Douyin under a scheme of its own name, so that several Douyin apps can stand side by side. Each needs a callback path of its own.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="authenticationScheme">The scheme's name.</param>
    /// <param name="configureOptions">Sets the options.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddDouyin(this AuthenticationBuilder builder, string authenticationScheme, Action<DouyinOptions> configureOptions)
        => builder.AddDouyin(authenticationScheme, DouyinDefaults.DisplayName, configureOptions);

    /// <summary>Adds Douyin under a scheme and display name of its own.</summary>
    /// <param name="builder">The authentication builder.</param>
    /// <param name="authenticationScheme">The scheme's name.</param>
    /// <param name="displayName">The name on a page for people, such as <c>抖音</c>. Null hides the scheme from such pages.</param>
    /// <param name="configureOptions">Sets the options.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddDouyin(
        this AuthenticationBuilder builder, string authenticationScheme, string? displayName, Action<DouyinOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);

        // Before AddOAuth, whose own post-configuration makes the back channel from what ours has set.
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<DouyinOptions>, DouyinPostConfigureOptions>());
        builder.AddOAuth<DouyinOptions, DouyinHandler>(authenticationScheme, displayName!, configureOptions); // the framework takes null as "no display name"
        builder.Services.AddOptions<DouyinOptions>(authenticationScheme).ValidateOnStart();
        return builder;
    }
}
