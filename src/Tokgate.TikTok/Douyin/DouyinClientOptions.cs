namespace Tokgate.TikTok;

/// <summary>What a <see cref="DouyinClient"/> needs. Copied when the client is made; later changes have no effect on it.</summary>
public sealed class DouyinClientOptions
{
    /// <summary>The Douyin app's client key. White space around it is cut off.</summary>
    /// <value>Default: empty, which is refused.</value>
    public string ClientKey
    {
        get;
        set => field = value?.Trim() ?? string.Empty;
    } = string.Empty;

    /// <summary>The Douyin app's client secret.</summary>
    /// <value>Default: null, which is refused.</value>
    public ClientSecret? ClientSecret { get; set; }

    /// <summary>Where Douyin is.</summary>
    /// <value>Default: Douyin itself.</value>
    public DouyinEndpoints Endpoints { get; set; } = DouyinEndpoints.Default;

    /// <summary>As <see cref="TikTokClientOptions.Timeout"/>.</summary>
    /// <value>Default: 10 s. At most 5 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>As <see cref="TikTokClientOptions.MaxResponseBytes"/>.</summary>
    /// <value>Default: 1 MiB. Between 4 KiB and 64 MiB.</value>
    public int MaxResponseBytes { get; set; } = 1024 * 1024;

    /// <summary>Retries of the call that only reads: the user's profile.</summary>
    public TikTokRetryOptions Retry { get; set; } = new();

    /// <summary>Checks everything at once.</summary>
    /// <returns>Everything that is wrong; empty when nothing is. No message holds a key or secret.</returns>
    public IReadOnlyList<TikTokProblem> Validate() =>
    [
        .. ClientRules.Credentials(ClientKey, ClientSecret, (ErrorIds.DouyinCredentialsMissing, ErrorIds.DouyinCredentialsMissing), "https://developer.open-douyin.com"),
        .. ClientRules.Endpoints(Endpoints?.Validate()),
        .. ClientRules.Limits(Timeout, MaxResponseBytes, Retry),
    ];

    internal ClientSecret Checked() => ClientRules.Checked(Validate(), ClientSecret);
}
