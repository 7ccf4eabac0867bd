using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QRCoder;

namespace Tokgate.Samples;

/// <summary>
/// Signs in where nobody can type: draws a QR code into the terminal and waits until somebody has scanned it with the TikTok app and confirmed. Arguments: the broker's address and the client's id.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var issuer, var client])
        {
            await Console.Error.WriteLineAsync("Usage: QrSignIn ISSUER CLIENT_ID");
            return 2;
        }

        using var http = new HttpClient();
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var begun = await PostAsync(http, $"{issuer}/oauth/qr", new()
        {
            ["client_id"] = client,
            ["scope"] = "openid profile",
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        });
        if (begun.TryGetProperty("error", out var refused))
        {
            await Console.Error.WriteLineAsync($"No code: {refused} {begun.GetProperty("error_description")}");
            return 1;
        }

        var content = begun.GetProperty("qr_uri").GetString() ?? string.Empty;
        using var code = QRCodeGenerator.GenerateQrCode(content, QRCodeGenerator.ECCLevel.L);
        await Console.Out.WriteLineAsync(new AsciiQRCode(code).GetGraphicSmall());
        await Console.Out.WriteLineAsync($"Scan this code with the TikTok app. It says: {content}");

        var wait = TimeSpan.FromSeconds(begun.GetProperty("interval").GetInt32());
        while (true)
        {
            await Task.Delay(wait, TimeProvider.System);
            var tokens = await PostAsync(http, $"{issuer}/oauth/token", new()
            {
                ["grant_type"] = "urn:tokgate:params:oauth:grant-type:qr",
                ["client_id"] = client,
                ["qr_id"] = begun.GetProperty("qr_id").GetString() ?? string.Empty,
                ["code_verifier"] = verifier,
            });
            switch (tokens.TryGetProperty("error", out var error) ? error.GetString() : null)
            {
                case null:
                    await Console.Out.WriteLineAsync($"Signed in as {await NameAsync(http, issuer, tokens)}.");
                    return 0;
                case "authorization_pending":
                    continue;
                case "slow_down":
                    wait += TimeSpan.FromSeconds(5);
                    continue;
                default:
                    await Console.Error.WriteLineAsync($"Not signed in: {tokens.GetProperty("error_description")}");
                    return 1;
            }
        }
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string address, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(new Uri(address), content);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<JsonElement> NameAsync(HttpClient http, string issuer, JsonElement tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{issuer}/userinfo");
        request.Headers.Authorization = new("Bearer", tokens.GetProperty("access_token").GetString());
        using var answer = await http.SendAsync(request);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("name");
    }
}
