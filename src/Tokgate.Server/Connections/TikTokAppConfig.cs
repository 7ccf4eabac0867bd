using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Tokgate.TikTok;

namespace Tokgate.Server.Connections;

/// <summary>One app of TikTok's developer portal. In its row it has no secret; those that are stored stand sealed beside the document, and others come from settings or code.</summary>
internal sealed record TikTokAppConfig(string ClientKey)
{
    private const string SandboxPrefix = "sb";

    /// <value>Null while none is known: then nobody signs in with the app and nothing is refreshed with it.</value>
    [JsonIgnore]
    public ClientSecret? ClientSecret { get; init; }

    /// <value>The secret before <see cref="ClientSecret"/>, while it is rotated: webhooks signed with either are TikTok's. Nothing else takes it. Null outside a rotation.</value>
    [JsonIgnore]
    public ClientSecret? FormerSecret { get; init; }

    /// <summary>Whether settings or the host program give its secret, at every start: then it is changed there and nowhere else.</summary>
    [JsonIgnore]
    public bool IsManagedBySettings { get; init; }

    /// <summary>For people, to tell apps apart.</summary>
    public string? Label { get; init; }

    /// <summary>When the stored secret was stored.</summary>
    public DateTimeOffset? SecretSetAt { get; init; }

    /// <value>An emulator's address, refused in Production; null is TikTok.</value>
    public Uri? Address { get; init; }

    /// <value>What the operator says it is; null goes by the key, as TikTok spells keys today.</value>
    public TikTokEnvironment? DeclaredEnvironment { get; init; }

    /// <summary>What TikTok has approved the app for. Asking for one scope more fails the whole sign-in there.</summary>
    public IReadOnlyList<string> ApprovedScopes { get; init; } = [TikTokScopeNames.UserInfoBasic];

    /// <summary>Whether an application may hand over codes of this app though another one is live, as when the phone's app is registered apart. Of the live app it always may.</summary>
    public bool TakesHandOver { get; init; }

    [JsonIgnore]
    public TikTokEndpoints Endpoints => Address is null ? TikTokEndpoints.Default : TikTokEndpoints.At(Address);

    [JsonIgnore]
    public TikTokEnvironment Environment => !Endpoints.Equals(TikTokEndpoints.Default) ? TikTokEnvironment.Emulator
        : DeclaredEnvironment ?? (ClientKey.StartsWith(SandboxPrefix, StringComparison.Ordinal) ? TikTokEnvironment.Sandbox : TikTokEnvironment.Production);

    /// <summary>The same on all nodes that have the same key and secret, and another one when either changes. Too short to try secrets against it. Null without a secret.</summary>
    [JsonIgnore]
    public string? Fingerprint => ClientSecret is null ? null : Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(ClientSecret.Reveal()), Encoding.UTF8.GetBytes("tokgate:app-version/" + ClientKey)).AsSpan(0, 4));
}
