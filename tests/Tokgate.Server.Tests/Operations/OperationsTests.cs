using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Extensions.Options;
using Tokgate.Server.Clients;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Operations;

public sealed class OperationsTests
{
    [Fact]
    public async Task Health_answers_to_every_host_and_the_rest_only_to_ours()
    {
        await using var broker = await Broker.StartAsync();
        using var http = new HttpClient { BaseAddress = broker.Address };
        Assert.Equal("live", await http.GetStringAsync("/health/live"));
        Assert.Equal("ready", await http.GetStringAsync("/health/ready"));
        foreach (var host in (string[])["evil.example", "localhost.evil.example", "127.0.0.1", "localhost."])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/jwks.json");
            request.Headers.Host = host;
            Assert.Equal(400, (int)(await http.SendAsync(request)).StatusCode);
        }
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/oauth/token")]
    [InlineData("/nowhere")]
    public async Task Every_answer_is_closed_to_sniffing_and_leaks_no_address(string path)
    {
        await using var broker = await Broker.StartAsync();
        var answer = await broker.GetAsync(path);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
        Assert.False(answer.Headers.ContainsKey("Server"));
        Assert.True(path.StartsWith("/.well-known", StringComparison.Ordinal) || answer.Headers["Cache-Control"] == "no-store");
    }

    [Theory]
    [InlineData(8000, "405")]
    [InlineData(9000, "414")]
    public async Task A_long_address_is_refused(int length, string status) =>
        Assert.StartsWith($"HTTP/1.1 {status}", await SendAsync($"GET /oauth/token?x={new string('a', length)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData(15_000, "405")]
    [InlineData(17_000, "431")]
    public async Task Large_headers_are_refused(int length, string status) =>
        Assert.StartsWith($"HTTP/1.1 {status}", await SendAsync($"GET /oauth/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: {new string('a', length)}\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task A_large_body_without_a_length_is_refused_too()
    {
        var chunk = new string('a', 60_000);
        var body = $"{chunk.Length:x}\r\n{chunk}\r\n{chunk.Length:x}\r\n{chunk}\r\n0\r\n\r\n";
        var answer = await SendAsync($"POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("invalid_request", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_without_an_issuer_does_not_start_and_tells_all_faults_at_once()
    {
        var exception = await Assert.ThrowsAsync<AggregateException>(() => Broker.StartAsync(
            environment: "Production", issuer: "http://login.example.com", database: "Server=x", arguments: ["--Tokgate:KnownProxies=0.0.0.0/0", "--Tokgate:Keys:KeepRetired=00:00:01"]));
        var faults = exception.InnerExceptions.OfType<OptionsValidationException>().SelectMany(fault => fault.Failures).ToList();
        foreach (var id in (string[])[ErrorIds.IssuerInvalid, ErrorIds.DatabaseInvalid, ErrorIds.KnownProxiesInvalid, ErrorIds.KeyScheduleInvalid])
        {
            Assert.Contains(faults, fault => fault.StartsWith(id, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_switch_that_trusts_everybodys_forwarded_headers_is_refused()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => Broker.StartAsync(arguments: ["--FORWARDEDHEADERS_ENABLED=true"]));
        Assert.Contains(ErrorIds.ForwardedHeadersSwitch, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_wants_a_master_key_and_an_explicit_migration_and_refuses_another_key()
    {
        using var directory = new TempDirectory();
        Assert.Equal(ErrorIds.MasterKeyMissing, (await RefusedAsync()).Id);
        await directory.WriteSecretAsync("master.key", "c2hvcnQ=");
        Assert.Equal(ErrorIds.MasterKeyMalformed, (await RefusedAsync()).Id);
        await directory.WriteSecretAsync("master.key", Convert.ToBase64String(new byte[32]));
        Assert.Equal(ErrorIds.MigrationsPending, (await RefusedAsync()).Id);
        await using (await Broker.StartAsync(environment: "Production", dataDirectory: directory.Path, arguments: ["--migrate"]))
        {
        }

        await using (await Broker.StartAsync(environment: "Production", dataDirectory: directory.Path))
        {
        }

        await directory.WriteSecretAsync("master.key", Convert.ToBase64String([.. Enumerable.Repeat((byte)9, 32)]));
        Assert.Equal(ErrorIds.MasterKeyWrong, (await RefusedAsync()).Id);

        Task<SetupException> RefusedAsync() => Assert.ThrowsAsync<SetupException>(() => Broker.StartAsync(environment: "Production", dataDirectory: directory.Path));
    }

    [Fact]
    public async Task A_client_in_code_that_cannot_be_is_told_with_all_its_faults()
    {
        var refusal = await Assert.ThrowsAsync<SetupException>(() => Broker.StartAsync(clients: [new() { Id = "a b", Secret = "x", RedirectUris = ["http://app.example/cb"] }]));
        Assert.Equal(ErrorIds.SeedClientInvalid, refusal.Id);
        Assert.Contains("redirect_uris", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("id:", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_master_key_made_in_development_is_for_its_user_alone()
    {
        using var directory = new TempDirectory();
        await using var broker = await Broker.StartAsync(dataDirectory: directory["data"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(directory["data"], "master.key")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory["data"]));
    }

    [Theory]
    [InlineData(null, "9.9.9.9", 429)]
    [InlineData("127.0.0.1", "9.9.9.9", 401)]
    [InlineData("127.0.0.1", "a", 429)]
    [InlineData("10.0.0.0/8", "9.9.9.9", 429)]
    public async Task T_44_Only_a_known_proxy_may_say_who_the_peer_is(string? known, string forwarded, int status)
    {
        await using var broker = await Broker.StartAsync(arguments: known is null ? [] : [$"--Tokgate:KnownProxies={known}"]);
        for (var attempt = 0; attempt < GuessLimit.PerClient; attempt++)
        {
            await broker.PostAsync("/oauth/token", Broker.Basic(The.Machine, "wrong"), ("grant_type", "client_credentials"));
        }

        using var http = broker.NewHttp();
        http.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", forwarded);
        http.DefaultRequestHeaders.Authorization = Broker.Basic(The.Machine, "wrong");
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]);
        Assert.Equal(status, (int)(await http.PostAsync("/oauth/token", form)).StatusCode);
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task The_broker_works_on_both_databases_and_keeps_its_keys_over_a_restart(string engine)
    {
        using var directory = new TempDirectory();
        var database = engine == "SQLite" ? null : PostgreSqlCluster.NewConnectionString();
        string kid;
        await using (var broker = await Broker.StartAsync(database: database, dataDirectory: directory.Path))
        {
            kid = Broker.HeaderOf(await broker.MachineTokenAsync()).GetProperty("kid").GetString()!;
        }

        await using var again = await Broker.StartAsync(database: database, dataDirectory: directory.Path);
        Assert.Equal(kid, Broker.HeaderOf(await again.MachineTokenAsync()).GetProperty("kid").GetString());
        Assert.Equal("ready", (await again.GetAsync("/health/ready")).Body);
    }

    private static async Task<string> SendAsync(string request)
    {
        await using var broker = await Broker.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(broker.Address.Host, broker.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = new StringBuilder();
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                answer.AppendLine(line);
            }
        }
        catch (IOException)
        {
            // Refused while we were still sending: what came before is the answer.
        }

        return answer.ToString();
    }
}
