using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>
/// The data directory of a broker that has run once and had nothing to do: keys made, schema there. A copy is there at once, and making two RSA keys for every broker was a third of all
/// that these tests cost. Tests of the first start give a directory of their own.
/// </summary>
internal static class UsedDirectory
{
    private static readonly Lazy<Task<TempDirectory>> Used = new(MakeAsync);

    public static async Task CopyToAsync(TempDirectory target)
    {
        foreach (var file in new DirectoryInfo((await Used.Value).Path).EnumerateFiles())
        {
            file.CopyTo(target[file.Name]);
        }
    }

    private static async Task<TempDirectory> MakeAsync()
    {
        var directory = new TempDirectory();
        await using (var app = TokgateServer.Create(new TokgateServerOptions
        {
            EnvironmentName = "Development",
            Urls = "http://127.0.0.1:0",
            Issuer = Broker.Issuer,
            DataDirectory = directory.Path,
            TimeProvider = new ManualTime(),
            LogLevel = LogLevel.None,
        }))
        {
            await app.StartAsync();
            await app.StopAsync();
        }

        SqliteConnection.ClearAllPools(); // the last connection to go takes the log of the database with it
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Dispose();
        return directory;
    }
}
