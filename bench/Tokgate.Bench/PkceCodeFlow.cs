using System.Text.Json.Nodes;
using System.Web;

namespace Tokgate.Bench;

/// <summary>What both providers are asked by the same application: one authorization request, one token request with its code, one UserInfo request.</summary>
internal static class PkceCodeFlow
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    public static byte[] Authorize(Uri provider, string path) => RawConnection.Get(
        provider,
        $"{path}?client_id={BenchApplication.BrokerClient}&response_type=code&scope=openid%20profile&state=s&nonce=n&code_challenge={Challenge}&code_challenge_method=S256&redirect_uri={Uri.EscapeDataString(BenchApplication.Redirect)}");

    /// <summary>The access token for TikTok's, by RFC 8693.</summary>
    public static byte[] Exchange(Uri provider, string accessToken) => RawConnection.Post(
        provider,
        "/oauth/token",
        $"grant_type=urn:ietf:params:oauth:grant-type:token-exchange&client_id={BenchApplication.BrokerClient}&client_secret={BenchApplication.BrokerClientSecret}&subject_token={accessToken}&subject_token_type=urn:ietf:params:oauth:token-type:access_token&connection=tiktok");

    /// <summary>From the redirect back to the application to its user's profile. The answer is the access token.</summary>
    public static async Task<string> RedeemAsync(Uri provider, RawConnection connection, RawAnswer redirect, string tokenPath, string userInfoPath)
    {
        var code = HttpUtility.ParseQueryString(Target(redirect).Query)["code"] ?? throw new InvalidOperationException($"No code: {redirect.Location}");
        var tokens = await connection.ExchangeAsync(RawConnection.Post(
            provider,
            tokenPath,
            $"grant_type=authorization_code&client_id={BenchApplication.BrokerClient}&client_secret={BenchApplication.BrokerClientSecret}&code={code}&code_verifier={Verifier}&redirect_uri={Uri.EscapeDataString(BenchApplication.Redirect)}"));
        var answer = JsonNode.Parse(tokens.Body);
        var accessToken = answer?["id_token"] is null ? null : answer["access_token"]?.GetValue<string>();
        var userInfo = await connection.ExchangeAsync(RawConnection.Get(
            provider, userInfoPath, bearer: accessToken ?? throw new InvalidOperationException($"No tokens: {tokens.Status} {tokens.Body}")));
        if (userInfo.Status != 200 || !userInfo.Body.Contains("\"sub\"", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"No user info: {userInfo.Status} {userInfo.Body}");
        }

        return accessToken;
    }

    public static Uri Target(RawAnswer answer)
        => answer.Location is { } location ? new Uri(location) : throw new InvalidOperationException($"No redirect: {answer.Status} {answer.Body}");
}
