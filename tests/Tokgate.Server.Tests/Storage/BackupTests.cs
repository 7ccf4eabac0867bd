using Microsoft.Data.Sqlite;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Storage;

public sealed class BackupTests
{
    [Fact]
    public async Task A_copy_made_while_the_broker_runs_is_with_its_master_key_a_broker_again()
    {
        using var place = new TempDirectory();
        using var copy = new TempDirectory();
        var time = new ManualTime();
        await using var running = await SignIn.StartAsync(dataDirectory: place.Path, time: time);
        var refresh = (await running.TokensAsync()).GetProperty("refresh_token").GetString()!; // offline access was granted
        var keys = (await running.Broker.GetAsync("/.well-known/jwks.json")).Body;
        await using (var database = new SqliteConnection($"Data Source={place["tokgate.db"]};Pooling=False"))
        {
            await database.OpenAsync();
            await using var command = database.CreateCommand();
            command.CommandText = "vacuum into $copy";
            command.Parameters.AddWithValue("$copy", copy["tokgate.db"]);
            await command.ExecuteNonQueryAsync();
        }

        File.Copy(place["master.key"], copy["master.key"]);
        await using var again = await SignIn.StartAsync(dataDirectory: copy.Path, time: time, isThere: true);
        Assert.Equal(keys, (await again.Broker.GetAsync("/.well-known/jwks.json")).Body);
        Assert.Equal(200, (await again.RefreshAsync(refresh)).Status);
    }
}
