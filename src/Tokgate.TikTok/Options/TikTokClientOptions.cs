namespace Tokgate.TikTok;

/// <summary>What a <see cref="TikTokClient"/> needs. Copied when the client is made; later changes have no effect on it.</summary>
public sealed class TikTokClientOptions
{
    private const string SandboxPrefix = "sb";

    /// <summary>The TikTok app's client key. White space around it is cut off.</summary>
    /// <value>Default: empty, which is refused.</value>
    public string ClientKey
    {
        get;
        set => field = value?.Trim() ?? string.Empty;
    } = string.Empty;

    /// <summary>The TikTok app's client secret.</summary>
    /// <value>Default: null, which is refused.</value>
    public ClientSecret? ClientSecret { get; set; }

    /// <summary>Where TikTok is.</summary>
    /// <value>Default: TikTok itself.</value>
    public TikTokEndpoints Endpoints { get; set; } = TikTokEndpoints.Default;

    /// <summary>The longest that one request may take, to the last byte of its answer. What reads is tried again after it; what spends is not.</summary>
    /// <value>Default: 10 s. At most 5 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest answer that is read, in bytes, after decompression.</summary>
    /// <value>Default: 1 MiB. Between 4 KiB and 64 MiB.</value>
    public int MaxResponseBytes { get; set; } = 1024 * 1024;

    /// <summary>Retries of calls that only read.</summary>
    public TikTokRetryOptions Retry { get; set; } = new();

    /// <summary>Whether the key is a sandbox's, as TikTok spells them today (prefix <c>sb</c>). For warnings only.</summary>
    public bool IsSandbox => ClientKey.StartsWith(SandboxPrefix, StringComparison.Ordinal);

    /// <summary>Checks everything at once.</summary>
    /// <returns>Everything that is wrong; empty when nothing is. No message holds a key or secret.</returns>
    public IReadOnlyList<TikTokProblem> Validate() =>
    [
        .. ClientRules.Credentials(ClientKey, ClientSecret, (ErrorIds.ClientKeyMissing, ErrorIds.ClientSecretMissing), "https://developers.tiktok.com/apps"),
        .. ClientRules.Endpoints(Endpoints?.Validate()),
        .. ClientRules.Limits(Timeout, MaxResponseBytes, Retry),
    ];

    internal ClientSecret Checked() => ClientRules.Checked(Validate(), ClientSecret);
}
