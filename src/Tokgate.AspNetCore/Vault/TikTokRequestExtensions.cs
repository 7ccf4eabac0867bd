using Tokgate.AspNetCore;

namespace System.Net.Http;

/// <summary>Whose token a request to TikTok's API gets, where no signed-in person says so.</summary>
public static class TikTokRequestExtensions
{
    private static readonly HttpRequestOptionsKey<string> s_grant = new("tokgate.grant");

    /// <summary>
    /// Names the grant whose token <see cref="Microsoft.Extensions.DependencyInjection.TikTokTokenExtensions.AddTikTokToken">AddTikTokToken()</see> adds, for work outside of a request. Without it, the
    /// grant is that of the person whose request is being handled (<see cref="TikTokClaimTypes.Grant"/>).
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="grantId">The id that the vault gave.</param>
    /// <returns>The same request.</returns>
    public static HttpRequestMessage SetTikTokGrant(this HttpRequestMessage request, string grantId)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(grantId);
        request.Options.Set(s_grant, grantId);
        return request;
    }

    internal static string? TikTokGrant(this HttpRequestMessage request) => request.Options.TryGetValue(s_grant, out var grantId) ? grantId : null;
}
