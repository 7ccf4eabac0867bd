using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>The whole broker in this process, behind a real Kestrel on a free port, with a clock of ours.</summary>
public sealed class Broker : IAsyncDisposable
{
    public const string Issuer = "http://localhost:5081";

    private readonly TempDirectory? ownDirectory;
    private readonly WebApplication app;

    private Broker(WebApplication app, ManualTime time, TempDirectory? ownDirectory)
    {
        this.app = app;
        this.ownDirectory = ownDirectory;
        Time = time;
        Address = new Uri(app.Urls.Single());
        Http = NewHttp();
    }

    public ManualTime Time { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<Broker> StartAsync(
        IReadOnlyList<TokgateServerClient>? clients = null, string? database = null, string? dataDirectory = null, ManualTime? time = null,
        string environment = "Development", string issuer = Issuer, bool? migrate = null, IReadOnlyList<TokgateServerConnection>? connections = null, params string[] arguments)
    {
        var directory = dataDirectory is null ? new TempDirectory() : null;
        IssuerWitness.Know(issuer);
        try
        {
            if (directory is not null && database is null && time is null && environment == "Development")
            {
                await UsedDirectory.CopyToAsync(directory);
            }

            time ??= new ManualTime();
            var app = TokgateServer.Create(new TokgateServerOptions
            {
                Arguments = arguments,
                EnvironmentName = environment,
                Urls = "http://127.0.0.1:0",
                Issuer = issuer,
                Database = database,
                DataDirectory = dataDirectory ?? directory!.Path, // one of the two is set
                Migrate = migrate,
                TimeProvider = time,
                Clients = clients ?? The.Clients,
                Connections = connections ?? [],
            });
            await StartAsync(app);
            return new Broker(app, time, directory);
        }
        catch
        {
            directory?.Dispose();
            throw;
        }
    }

    /// <summary>A broker that the test has made itself. What it keeps its data in is the test's to delete.</summary>
    public static async Task<Broker> OfAsync(WebApplication app, ManualTime time)
    {
        await StartAsync(app);
        return new Broker(app, time, null);
    }

    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public HttpClient NewHttp()
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        http.DefaultRequestHeaders.Host = "localhost";
        return http;
    }

    public Task<Answer> PostAsync(string path, params (string Name, string Value)[] form) => PostAsync(path, null, form);

    public async Task<Answer> PostAsync(string path, AuthenticationHeaderValue? authorization, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = authorization;
        request.Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        return await Answer.OfAsync(await Http.SendAsync(request));
    }

    public async Task<Answer> GetAsync(string path) => await Answer.OfAsync(await Http.GetAsync(path));

    public async Task<string> MachineTokenAsync(string client = The.Machine, string secret = The.MachineSecret)
    {
        var answer = await PostAsync("/oauth/token", Basic(client, secret), ("grant_type", "client_credentials"));
        Assert.Equal(200, answer.Status);
        return answer.Json.GetProperty("access_token").GetString()!; // asserted above
    }

    public static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));

    public static JsonElement PayloadOf(string token) => JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;

    public static JsonElement HeaderOf(string token) => JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0])).RootElement;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        ownDirectory?.Dispose();
    }
}
