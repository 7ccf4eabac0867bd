using System.Diagnostics;

namespace Tokgate.Bench;

/// <summary>npm oidc-provider as <c>bench/peers/server.mjs</c> sets it up: in memory, its user signed in and consenting in one interaction without a page.</summary>
internal static class PeerProvider
{
    public static ServerProcess Start(int core)
    {
        return ServerProcess.StartProgram(
            core, "node", "--no-warnings", Path.Combine(Folder("oidc-provider"), "server.mjs"), BenchApplication.BrokerClient, BenchApplication.BrokerClientSecret, BenchApplication.Redirect);
    }

    /// <summary>Where the peers are, installed.</summary>
    public static string Folder(string package)
    {
        var folder = Path.Combine(RepositoryRoot(), "bench", "peers");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", package)))
        {
            Console.Error.WriteLine($"Installing npm {package} into bench/peers (npm ci).");
            using var install = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--prefix", folder]) { RedirectStandardOutput = true })!; // throws if there is no npm
            install.StandardOutput.ReadToEnd();
            install.WaitForExit();
            if (install.ExitCode != 0)
            {
                throw new InvalidOperationException("npm ci failed in bench/peers.");
            }
        }

        return folder;
    }

    /// <summary>A browser with an empty jar: five requests, against the broker's four.</summary>
    public static async Task SignInAsync(Uri provider, RawConnection connection)
    {
        var interaction = await connection.ExchangeAsync(PkceCodeFlow.Authorize(provider, "/auth"));
        var jar = interaction.Cookies;
        var resume = await connection.ExchangeAsync(RawConnection.Get(provider, Target(interaction), string.Join("; ", jar)));
        var callback = await connection.ExchangeAsync(RawConnection.Get(provider, Target(resume), string.Join("; ", jar.Concat(resume.Cookies))));
        await PkceCodeFlow.RedeemAsync(provider, connection, callback, "/token", "/me");

        string Target(RawAnswer answer) => new Uri(provider, answer.Location ?? throw new InvalidOperationException($"No redirect: {answer.Status} {answer.Body}")).PathAndQuery;
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tokgate.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The benchmark must run inside its repository.");
    }
}
