using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tokgate.Samples;

/// <summary>
/// An application that has people of its own connects a TikTok account to one of them. Arguments: the broker's address, the client's id and secret, the address that is registered for the way back, and the
/// application's own id of the person, who has just proved here to be themselves.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var issuer, var client, var secret, var back, var person])
        {
            await Console.Error.WriteLineAsync("Usage: ConnectAccount ISSUER CLIENT_ID CLIENT_SECRET REDIRECT_URI PERSON");
            return 2;
        }

        using var http = new HttpClient { BaseAddress = new Uri(issuer) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(http, issuer, client, secret));

        // Both belong into the person's session here: whoever comes back must be who began.
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var state = RandomNumberGenerator.GetHexString(32);
        var begun = await PostAsync(http, "connect", new
        {
            connection = "tiktok",
            redirect_uri = back,
            state,
            code_challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            code_challenge_method = "S256",
            external_user_id = person,
            auth_time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        });

        using var listener = new HttpListener();
        listener.Prefixes.Add(new Uri(back).GetLeftPart(UriPartial.Authority) + "/");
        listener.Start();
        await Console.Out.WriteLineAsync($"{begun.GetProperty("connect_uri")}?ticket={begun.GetProperty("connect_params").GetProperty("ticket")}");

        var context = await listener.GetContextAsync();
        var answer = context.Request.QueryString;
        context.Response.OutputStream.Write("You can close this page."u8);
        context.Response.Close();
        if (answer["state"] != state || answer["iss"] != issuer || answer["connect_code"] is not { } code)
        {
            await Console.Error.WriteLineAsync($"Not connected: {answer["error_description"] ?? "the answer belongs to somebody else"}");
            return 1;
        }

        var account = await PostAsync(http, "complete", new
        {
            auth_session = begun.GetProperty("auth_session").GetString(),
            connect_code = code,
            redirect_uri = back,
            code_verifier = verifier,
            external_user_id = person,
        });
        await Console.Out.WriteLineAsync($"Connected to {person}: {account.GetProperty("name")}, {account.GetProperty("state")}.");
        return 0;
    }

    private static async Task<string> TokenAsync(HttpClient http, string issuer, string client, string secret)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["audience"] = $"{issuer}/me/" });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(client)}:{Uri.EscapeDataString(secret)}")));
        using var answer = await http.SendAsync(request);
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return answer.IsSuccessStatusCode ? token.GetProperty("access_token").GetString()! : throw new InvalidOperationException($"No token: {token}");
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string step, object body)
    {
        using var answer = await http.PostAsJsonAsync($"/me/v1/connected-accounts/{step}", body);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return answer.IsSuccessStatusCode ? said : throw new InvalidOperationException($"{step}: {said.GetProperty("error_description")}");
    }
}
