using System.Globalization;

namespace Tokgate.Vault.Node;

/// <summary>
/// The vault library alone, in a process that can be killed. Commands come a line each on standard input, answers go a line each to standard output:
/// <c>hold POINT PASSING</c> (so many get past that point; whoever comes to it then says <c>at POINT</c> and stays there), <c>read GRANT CALLERS REFUSED-GENERATION</c> (so many callers at
/// once; the answer is <see cref="ReadReport"/> as JSON) and <c>rewrap</c> (the answer is how many grants were moved).
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var engine, var connectionString, var tikTok, var clientKey, var clientSecret, var leaseMilliseconds, .. { Length: > 0 } masterKeys])
        {
            await Console.Error.WriteLineAsync("engine, connection string, TikTok's address, client key, client secret, lease in milliseconds and master keys are wanted");
            return 2;
        }

        await using var node = new VaultNode(
            engine, connectionString, new NodeApps(new Uri(tikTok), clientKey, clientSecret), TimeSpan.FromMilliseconds(int.Parse(leaseMilliseconds, CultureInfo.InvariantCulture)), masterKeys);
        await node.Vault.CheckKeysAsync();
        node.Say("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["hold", var point, var passing]:
                    node.Points.Hold(Enum.Parse<Point>(point), int.Parse(passing, CultureInfo.InvariantCulture));
                    node.Say("holding");
                    break;
                case ["read", var grant, var callers, var refused]:
                    _ = node.ReadAsync(grant, int.Parse(callers, CultureInfo.InvariantCulture), long.Parse(refused, CultureInfo.InvariantCulture));
                    break;
                case ["rewrap"]:
                    _ = node.RewrapAsync();
                    break;
                default:
                    await Console.Error.WriteLineAsync($"unknown command: {line}");
                    return 2;
            }
        }

        return 0;
    }
}
