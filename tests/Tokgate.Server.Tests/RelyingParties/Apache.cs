using System.Diagnostics;
namespace Tokgate.Server.Tests.RelyingParties;

/// <summary>Debian's Apache with mod_auth_openidc as it is packaged, in a folder of its own, with a page that shows who is signed in.</summary>
internal sealed class Apache : IAsyncDisposable
{
    public const string ClientId = "apache";
    public const string Secret = "apache-secret-of-the-tests-0001";

    private const string Program = "/usr/sbin/apache2";
    private const string Module = "/usr/lib/apache2/modules/mod_auth_openidc.so";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TempDirectory directory = new();
    private readonly int port;
    private readonly List<string> log = [];
    private Process? process;

    public Apache(int port) => this.port = port;

    public Uri Address => new($"http://localhost:{port}/");

    public Uri Page => new(Address, "protected/claims.shtml");

    public Uri RedirectUri => new(Address, "protected/answer");

    public Uri Bye => new(Address, "bye.html");

    public Uri BackChannel => new(RedirectUri, "?logout=backchannel");

    public IReadOnlyList<string> Log
    {
        get
        {
            lock (log)
            {
                return [.. log];
            }
        }
    }

    public async Task StartAsync(string issuer)
    {
        if (!File.Exists(Program) || !File.Exists(Module))
        {
            throw new InvalidOperationException("Apache is missing. Install it: apt-get install -y --no-install-recommends apache2-bin libapache2-mod-auth-openidc.");
        }

        await WriteAsync(issuer);
        var start = new ProcessStartInfo(Program) { RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var argument in (string[])["-f", directory["apache.conf"], "-DFOREGROUND"])
        {
            start.ArgumentList.Add(argument);
        }

        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log)
            {
                log.Add(line.Data ?? "");
            }

            if (line.Data?.Contains("resuming normal operations", StringComparison.Ordinal) == true)
            {
                running.TrySetResult();
            }
        };
        process.Exited += (_, _) => running.TrySetException(new InvalidOperationException("Apache ended: " + string.Join('\n', Log)));
        process.Start();
        process.BeginErrorReadLine();
        await running.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync().WaitAsync(Patience);
            process.Dispose();
        }

        directory.Dispose();
    }

    private async Task WriteAsync(string issuer)
    {
        Directory.CreateDirectory(directory["pages/protected"]);
        await File.WriteAllTextAsync(directory["pages/protected/claims.shtml"], """sub=<!--#echo var="OIDC_CLAIM_sub" --> name=<!--#echo var="OIDC_CLAIM_name" --> sid=<!--#echo var="OIDC_CLAIM_sid" -->""");
        await File.WriteAllTextAsync(directory["pages/bye.html"], "bye");
        await File.WriteAllTextAsync(directory["apache.conf"], $"""
            ServerRoot "{directory.Path}"
            PidFile "{directory["pid"]}"
            DefaultRuntimeDir "{directory.Path}"
            Mutex sem
            Listen 127.0.0.1:{port}
            ServerName localhost:{port}
            ErrorLog /dev/stderr
            LogLevel notice
            LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
            LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
            LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
            LoadModule authz_user_module /usr/lib/apache2/modules/mod_authz_user.so
            LoadModule include_module /usr/lib/apache2/modules/mod_include.so
            LoadModule auth_openidc_module {Module}
            StartServers 1
            ThreadsPerChild 8
            MaxRequestWorkers 8
            User www-data
            Group www-data
            DocumentRoot "{directory["pages"]}"
            OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration
            OIDCClientID {ClientId}
            OIDCClientSecret {Secret}
            OIDCRedirectURI {RedirectUri}
            OIDCCryptoPassphrase passphrase-of-the-tests-0001
            OIDCScope "openid profile"
            OIDCPKCEMethod S256
            OIDCCookieHTTPOnly On
            <Directory "{directory["pages"]}">
              Require all granted
            </Directory>
            <Location /protected>
              AuthType openid-connect
              Require valid-user
            </Location>
            <FilesMatch "\.shtml$">
              Options +Includes
              SetOutputFilter INCLUDES
            </FilesMatch>
            """);
    }
}
