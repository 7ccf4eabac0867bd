using Tokgate.Server;

namespace Tokgate.Cli.Tests;

/// <summary>A machine with a broker that was started once: its folder, keys and database, and the environment in which commands find it.</summary>
internal sealed class LocalMachine : IDisposable
{
    private const string Issuer = "http://localhost:5081";

    private LocalMachine()
    {
    }

    public TempDirectory Directory { get; } = new();

    public Dictionary<string, string> Environment { get; private init; } = [];

    public static async Task<LocalMachine> SetUpAsync(string? database = null, Uri? tikTok = null)
    {
        var machine = new LocalMachine();
        machine.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        machine.Environment["Tokgate__Issuer"] = Issuer;
        machine.Environment["Tokgate__DataDirectory"] = machine.Directory.Path;
        if (database is not null)
        {
            machine.Environment["Tokgate__Database"] = database;
        }

        await using var server = TokgateServer.Create(machine.Options(tikTok));
        await server.StartAsync();
        await server.StopAsync();
        return machine;
    }

    /// <summary>A running broker on this machine, at its address.</summary>
    public Task<RunningServer> StartServerAsync() => StartServerAsync($"http://localhost:{FreePort.Next()}", tikTok: null);

    public async Task<RunningServer> StartServerAsync(string address, Uri? tikTok)
    {
        var server = TokgateServer.Create(Options(tikTok, address, address));
        await server.StartAsync();
        return new RunningServer(server, address);
    }

    public Task<CommandAnswer> RunAsync(params string[] arguments) => CommandProcess.RunAsync(Environment, arguments);

    public Task<CommandAnswer> RunAsync((string Name, string Value)[] more, params string[] arguments)
    {
        var environment = new Dictionary<string, string>(Environment);
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        return CommandProcess.RunAsync(environment, arguments);
    }

    public async Task<string> WriteAsync(string name, string text)
    {
        await File.WriteAllTextAsync(Directory[name], text);
        return Directory[name];
    }

    public void Dispose() => Directory.Dispose();

    private TokgateServerOptions Options(Uri? tikTok, string issuer = Issuer, string urls = "http://127.0.0.1:0") => new()
    {
        EnvironmentName = "Development",
        Issuer = issuer,
        Urls = urls,
        DataDirectory = Directory.Path,
        Database = Environment.GetValueOrDefault("Tokgate__Database"),
        LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
        Connections = tikTok is null ? [] : [new TokgateServerConnection { Name = "tiktok", ClientKey = "sbawplayground00001", ClientSecret = "emulator-secret-not-for-production-00001", Address = tikTok }],
    };
}
