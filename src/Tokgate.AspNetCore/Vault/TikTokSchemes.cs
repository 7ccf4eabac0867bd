using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Tokgate.Vault;

namespace Tokgate.AspNetCore;

/// <summary>The TikTok apps of the application's schemes: what grants are refreshed with, and where their tokens may go.</summary>
internal sealed class TikTokSchemes(IOptions<AuthenticationOptions> authentication, IOptionsMonitor<TikTokOptions> options) : ITikTokAppSource
{
    private readonly Lazy<IReadOnlyList<string>> _names = new(() =>
        [.. authentication.Value.Schemes.Where(static scheme => scheme.HandlerType == typeof(TikTokHandler)).Select(static scheme => scheme.Name)]);

    public ValueTask<TikTokApp?> FindAsync(string clientKey, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(All.FirstOrDefault(scheme => scheme.ClientKey == clientKey) is { } known ? new TikTokApp(known.Client, Version(known)) : null);

    /// <summary>Whether the address is TikTok's API, as one of the schemes knows it. Nothing else is ever sent a token.</summary>
    public bool AreAt(Uri? address) => address is not null && All.Any(scheme => IsAt(scheme, address));

    /// <summary>Whether the address is TikTok's API for this app: the emulator's tokens do not go to TikTok, nor TikTok's to the emulator.</summary>
    public bool IsAt(string clientKey, Uri address) => All.Where(scheme => scheme.ClientKey == clientKey).All(scheme => IsAt(scheme, address));

    private IEnumerable<TikTokOptions> All => _names.Value.Select(options.Get);

    private static bool IsAt(TikTokOptions scheme, Uri address) =>
        Uri.Compare(address, scheme.Endpoints.Api, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    // The same on every node, and no way back to the secret: TikTok's are random, and six bytes of a digest are far fewer than they have.
    private static string Version(TikTokOptions scheme) => Convert.ToHexStringLower(HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(scheme.ClientSecret), outputLength: 6, Encoding.UTF8.GetBytes(scheme.ClientKey), "tokgate:app-version"u8.ToArray()));
}
