using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tokgate.Vault;

namespace Tokgate.Playground.Sample.Tokens;

/// <summary>The sample's vault: its database and master key are files in the data directory, for development.</summary>
internal static class SampleVault
{
    public static void Add(IServiceCollection services, PlaygroundOptions options, Uri emulator)
    {
        var data = Path.GetFullPath(options.DataDirectory);
        var database = Path.Combine(data, string.Create(CultureInfo.InvariantCulture, $"sample-{options.AppPort}.db"));
        services.AddDbContext<SampleDatabase>(context => context.UseSqlite($"Data Source={database}"));
        services.AddTikTokVault(vault => vault.MasterKey = new MasterKeyFile(Key(Path.Combine(data, "sample-master.key"))));
        services.AddTikTokVaultStore<SampleDatabase>();
        services.AddHttpClient<EmulatorControl>(http => http.BaseAddress = emulator);
    }

    /// <summary>Begins with an empty database, as the emulator and the sessions do: none of its grants could be refreshed by an emulator that has forgotten them.</summary>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<SampleDatabase>().Database;
        await database.EnsureDeletedAsync(cancellationToken);
        await database.EnsureCreatedAsync(cancellationToken);
    }

    // An application in production gets its key from an operator, and never makes one by itself: a lost key must not be replaced unnoticed.
    private static string Key(string path)
    {
        if (!File.Exists(path))
        {
            var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new StreamWriter(path, how);
            file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }

        return path;
    }
}
