using Microsoft.Extensions.Options;

namespace Tokgate.Server.Operations;

/// <summary>How much anybody may ask for. They stop floods and not crowds, so each default is what a large legitimate sender does, with room above it.</summary>
internal sealed class LimitsOptions
{
    /// <summary>Pages that people open, per address: /authorize, /login/callback, /consent, /oidc/logout.</summary>
    /// <value>
    /// 50 a second after 3,000 at once. An address may be a mobile network's gateway with some thousand people behind it: if 1,000 of them sign in in the same
    /// minute, they make about 4,000 requests, 67 a second for that minute and none after it.
    /// </value>
    public RateLimit Browser { get; set; } = new() { PerSecond = 50, Burst = 3_000 };

    /// <summary>Endpoints that programs call, per address, before anybody knows which client it is: /oauth/token, /oauth/par, /oauth/introspect, /oauth/revoke, /userinfo.</summary>
    /// <value>1,000 a second after 5,000 at once: a whole application may call from one address, and each of its pages may ask UserInfo or introspect.</value>
    public RateLimit BackChannel { get; set; } = new() { PerSecond = 1_000, Burst = 5_000 };

    /// <summary>The same endpoints, per client that has proved itself. A public client proves nothing, so it is counted per address: strangers must not use up its share.</summary>
    /// <value>1,000 a second after 5,000 at once.</value>
    public RateLimit Client { get; set; } = new() { PerSecond = 1_000, Burst = 5_000 };

    /// <summary>What is done with one person's tokens: /userinfo and refreshes, whoever asks.</summary>
    /// <value>50 a second after 2,000 at once: a person has a few applications with a few devices each.</value>
    public RateLimit User { get; set; } = new() { PerSecond = 50, Burst = 2_000 };

    /// <summary>Attempts to sign in at the dashboard, per address, whosever name is tried: by password and code, passkey or the broker itself.</summary>
    /// <value>One a second after 30 at once: people who mistype never meet it.</value>
    public RateLimit Guess { get; set; } = new() { PerSecond = 1, Burst = 30 };

    /// <value>30 seconds: longer than TikTok is waited for, shorter than proxies wait for us.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal sealed class Validation : IValidateOptions<LimitsOptions>
    {
        public ValidateOptionsResult Validate(string? name, LimitsOptions options)
        {
            RateLimit[] limits = [options.Browser, options.BackChannel, options.Client, options.User, options.Guess];
            return Array.TrueForAll(limits, static limit => limit.IsValid) && options.RequestTimeout > TimeSpan.Zero && options.RequestTimeout <= TimeSpan.FromMinutes(10)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{ErrorIds.LimitsInvalid}: each of Tokgate__Limits__{{Browser,BackChannel,Client,User,Guess}} needs PerSecond from 0 (no limit) to 1000000 and Burst from 1, "
                    + "and Tokgate__Limits__RequestTimeout must be above 0 and at most 10 minutes.");
        }
    }
}
