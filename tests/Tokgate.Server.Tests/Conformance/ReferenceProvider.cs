using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>npm oidc-provider, which is certified for the profiles that we re-wrote: what it fails is a wrong test.</summary>
internal sealed class ReferenceProvider : IProvider
{
    private const string Missing = "The npm packages of tests/peers are missing or incomplete. Install them: npm ci --ignore-scripts --prefix tests/peers";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private TimeSpan ahead;

    private ReferenceProvider(Process process, Uri issuer)
    {
        this.process = process;
        Issuer = issuer;
    }

    public Uri Issuer { get; }

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + ahead;

    public static async Task<IProvider> StartAsync()
    {
        var peers = Peers();
        var start = new ProcessStartInfo("node") { WorkingDirectory = peers, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("reference-provider.mjs");
        start.ArgumentList.Add(JsonSerializer.Serialize(Rp.All.Select(Client)));
        start.Environment["NODE_NO_WARNINGS"] = "1";
        var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        process.ErrorDataReceived += static (_, _) => { }; // its warnings about development settings; an unread pipe would fill up
        process.BeginErrorReadLine();
        if (await LineAsync(process) is not { } issuer)
        {
            process.Dispose();
            throw new InvalidOperationException(Missing);
        }

        return new ReferenceProvider(process, new Uri(issuer));
    }

    public async Task PassAsync(TimeSpan time)
    {
        await process.StandardInput.WriteLineAsync(time.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        await process.StandardInput.FlushAsync();
        Assert.Equal("passed", await LineAsync(process));
        ahead += time;
    }

    public SocketsHttpHandler NewHandler(CookieContainer? cookies = null) => new() { AllowAutoRedirect = false, UseCookies = cookies is not null, CookieContainer = cookies ?? new CookieContainer() };

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        process.Dispose();
    }

    private static async Task<string?> LineAsync(Process process) => await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    private static string Peers()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var peers = Path.Combine(directory.FullName, "tests", "peers");
            if (Directory.Exists(peers))
            {
                return Directory.Exists(Path.Combine(peers, "node_modules", "oidc-provider")) ? peers : throw new InvalidOperationException(Missing);
            }
        }

        throw new InvalidOperationException(Missing);
    }

    private static object Client(Rp rp) => new
    {
        client_id = rp.Id,
        client_secret = rp.Secret,
        token_endpoint_auth_method = rp.ByPost ? "client_secret_post" : "client_secret_basic",
        redirect_uris = new[] { Rp.Callback },
        post_logout_redirect_uris = new[] { Rp.PostLogout },
        grant_types = new[] { "authorization_code", "refresh_token" },
    };
}
