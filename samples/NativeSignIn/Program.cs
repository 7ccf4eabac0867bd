using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tokgate.Samples;

/// <summary>
/// Signs in from a program on the person's own machine, as RFC 8252 has it: the browser does the rest, and comes back to a loopback port that was free a moment ago. No secret, no library. Arguments: the broker's address
/// and the client's id, for which http://127.0.0.1/callback is registered; any port of it will do.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var issuer, var client])
        {
            await Console.Error.WriteLineAsync("Usage: NativeSignIn ISSUER CLIENT_ID");
            return 2;
        }

        using var http = new HttpClient();
        var provider = await http.GetFromJsonAsync<JsonElement>($"{issuer}/.well-known/openid-configuration");
        var origin = $"http://127.0.0.1:{FreePort()}";
        using var listener = new HttpListener();
        listener.Prefixes.Add(origin + "/");
        listener.Start();

        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var state = RandomNumberGenerator.GetHexString(32);
        await Console.Out.WriteLineAsync($"{provider.GetProperty("authorization_endpoint")}?" + Query(new()
        {
            ["client_id"] = client,
            ["redirect_uri"] = origin + "/callback",
            ["response_type"] = "code",
            ["scope"] = "openid profile",
            ["state"] = state,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        }));

        var context = await listener.GetContextAsync();
        var answer = context.Request.QueryString;
        context.Response.OutputStream.Write("You can close this page."u8);
        context.Response.Close();

        // The state ties the answer to this run, and iss (RFC 9207) says whose it is.
        if (answer["state"] != state || answer["iss"] != provider.GetProperty("issuer").GetString() || answer["code"] is not { } code)
        {
            await Console.Error.WriteLineAsync($"Not signed in: {answer["error_description"] ?? "the answer belongs to another sign-in"}");
            return 1;
        }

        var tokens = await RedeemAsync(http, provider, new()
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = client,
            ["code"] = code,
            ["redirect_uri"] = origin + "/callback",
            ["code_verifier"] = verifier,
        });
        if (!tokens.TryGetProperty("access_token", out var token))
        {
            await Console.Error.WriteLineAsync($"No tokens: {tokens.GetProperty("error_description")}");
            return 1;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, provider.GetProperty("userinfo_endpoint").GetString());
        request.Headers.Authorization = new("Bearer", token.GetString());
        using var person = await http.SendAsync(request);
        await Console.Out.WriteLineAsync($"Signed in as {(await person.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("name")}.");
        return 0;
    }

    private static async Task<JsonElement> RedeemAsync(HttpClient http, JsonElement provider, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(provider.GetProperty("token_endpoint").GetString(), content);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static string Query(Dictionary<string, string> parameters) => string.Join('&', parameters.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
