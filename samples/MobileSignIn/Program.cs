using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;

namespace Tokgate.Samples;

/// <summary>
/// What an app on a phone does: TikTok's SDK gives it a code and the verifier that belongs to it, and the broker makes our tokens of them. There is no phone here, so the first half stands in for the SDK, before TikTok's emulator.
/// Arguments: the broker's address, the client's id, the emulator's address, the TikTok app's key, and the link that is registered for the SDK.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var issuer, var client, var emulator, var clientKey, var link])
        {
            await Console.Error.WriteLineAsync("Usage: MobileSignIn ISSUER CLIENT_ID EMULATOR CLIENT_KEY LINK");
            return 2;
        }

        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var (code, verifier) = await AskTikTokAsync(http, emulator, clientKey, link);

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "urn:tokgate:params:oauth:grant-type:tiktok-code",
            ["client_id"] = client,
            ["code"] = code,
            ["code_verifier"] = verifier,
            ["redirect_uri"] = link,
            ["scope"] = "openid profile offline_access",
        });
        using var answer = await http.PostAsync($"{issuer}/oauth/token", form);
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        if (!answer.IsSuccessStatusCode)
        {
            await Console.Error.WriteLineAsync($"Not signed in: {tokens.GetProperty("error_description")}");
            return 1;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{issuer}/userinfo");
        request.Headers.Authorization = new("Bearer", tokens.GetProperty("access_token").GetString());
        using var person = await http.SendAsync(request);
        await Console.Out.WriteLineAsync($"Signed in as {(await person.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("name")}, with a refresh token: {tokens.TryGetProperty("refresh_token", out _)}.");
        return 0;
    }

    // On a phone this is TikTok's SDK: its request carries a hexadecimal challenge, and the app gets code and verifier out of its answer.
    private static async Task<(string Code, string Verifier)> AskTikTokAsync(HttpClient http, string emulator, string clientKey, string link)
    {
        var verifier = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 32);
        var challenge = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        using var answer = await http.GetAsync(new Uri(new Uri(emulator),
            $"/v2/auth/authorize/?client_key={clientKey}&response_type=code&scope=user.info.basic%2Cuser.info.profile&redirect_uri={Uri.EscapeDataString(link)}&state=s&code_challenge={challenge}&device_platform=android"));
        var code = HttpUtility.ParseQueryString(answer.Headers.Location?.Query ?? string.Empty)["code"];
        return (code ?? throw new InvalidOperationException($"TikTok gave no code: {(int)answer.StatusCode}"), verifier);
    }
}
