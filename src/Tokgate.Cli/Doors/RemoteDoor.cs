using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tokgate.Cli.Doors;

/// <summary>A server by its address, with a machine client's credentials from the environment.</summary>
internal sealed class RemoteDoor : IManagementDoor
{
    public const string IdVariable = "TOKGATE_CLIENT_ID";
    public const string SecretVariable = "TOKGATE_CLIENT_SECRET";

    private const string ManagementPath = "/api/v2/";

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(100) };
    private readonly string issuer;

    private RemoteDoor(string issuer) => this.issuer = issuer;

    public string Name => issuer;

    public static async Task<RemoteDoor> OpenAsync(string address, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) || uri.UserInfo.Length > 0 || uri.Query.Length > 0)
        {
            throw new CommandException(ErrorIds.ServerAddressInvalid, "--server must be the issuer of a broker, https (or http on loopback), without a user name or a query, such as https://login.example.com.") { ExitCode = ExitCodes.Usage };
        }

        var (id, secret) = (Environment.GetEnvironmentVariable(IdVariable)?.Trim(), Environment.GetEnvironmentVariable(SecretVariable)?.Trim());
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(secret))
        {
            throw new CommandException(ErrorIds.CredentialsMissing, $"{IdVariable} and {SecretVariable} must be set: a machine client with a grant for the management API. The first one is made on the server's machine: tokgate admin create-client.");
        }

        var door = new RemoteDoor(address.TrimEnd('/'));
        try
        {
            await door.AuthenticateAsync(id, secret, cancellationToken);
            return door;
        }
        catch
        {
            door.http.Dispose();
            throw;
        }
    }

    public async Task<(int Status, JsonNode? Body)> SendAsync(string method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), issuer + ManagementPath + path);
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await SendAsync(request, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AuthenticateAsync(string id, string secret, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, issuer + "/oauth/token");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("audience", issuer + ManagementPath)]);
        var (status, body) = await SendAsync(request, cancellationToken);
        if (status != 200 || body?["access_token"] is not JsonValue token)
        {
            throw new CommandException(ErrorIds.TokenRefused, $"{issuer} gave no token to the client of {IdVariable} ({status} {(string?)body?["error"]}): {(string?)body?["error_description"] ?? "look at its id, its secret and its grant for the management API."}");
        }

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)token);
    }

    private async Task<(int Status, JsonNode? Body)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
        }
        catch (HttpRequestException fault)
        {
            throw new CommandException(ErrorIds.ServerUnreachable, $"{issuer} cannot be reached ({fault.HttpRequestError}). Look at the address, the name's resolution, the certificate and firewalls.");
        }
        catch (JsonException)
        {
            throw new CommandException(ErrorIds.ServerUnreachable, $"{issuer} answered with something that is no JSON: it is no Tokgate broker, or a proxy answers for it.");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(ErrorIds.ServerUnreachable, $"{issuer} did not answer in time.");
        }
    }
}
