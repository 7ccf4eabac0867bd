using System.Data.Common;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Management;

namespace Tokgate.Server.Tests.Trials;

/// <summary>A broker beside an emulator, and trials of its connection as somebody with a link runs them.</summary>
internal sealed class TrialWorld : IAsyncDisposable
{
    private TrialWorld(ConnectionWorld connections, string id)
    {
        Connections = connections;
        ConnectionId = id;
    }

    public ConnectionWorld Connections { get; }

    public string ConnectionId { get; }

    public ManagementWorld Api => Connections.Api;

    public SignInWorld World => Connections.World;

    private string Path => $"connections/{ConnectionId}/trials";

    public static async Task<TrialWorld> StartAsync(string engine = "SQLite")
    {
        var connections = await ConnectionWorld.StartAsync(engine);
        return new TrialWorld(connections, await connections.DeclaredAsync());
    }

    /// <summary>Its id, and the address that runs it.</summary>
    public async Task<(string Id, string Run)> MakeAsync(string body = "{}")
    {
        var answer = await Api.CallAsync("POST", Path, body);
        Assert.True(answer.Status == 201, answer.Body);
        return (answer.Json.GetProperty("id").GetString()!, answer.Json.GetProperty("run_url").GetString()!); // it was made
    }

    public async Task<JsonElement> ReadAsync(string id)
    {
        var answer = await Api.CallAsync("GET", $"{Path}/{id}");
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json;
    }

    public Task<Answer> CallAsync(string method, string trialPath) => Api.CallAsync(method, Path + trialPath);

    /// <summary>Presses the button of the page that runs it.</summary>
    public static async Task<Answer> PressAsync(Browser browser, string run)
    {
        var page = await browser.StepAsync(run);
        Assert.True(page.Status == 200, page.Body);
        var token = Regex.Match(page.Body, "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"");
        return await browser.StepPostAsync(run, ("__RequestVerificationToken", token.Groups[1].Value));
    }

    /// <summary>TikTok's page, to which the page after the button leads.</summary>
    public static string LeavingOf(Answer page)
    {
        var match = Regex.Match(page.Body, "http-equiv=\"refresh\" content=\"0;url=([^\"]+)\"");
        Assert.True(match.Success, page.Body);
        return WebUtility.HtmlDecode(match.Groups[1].Value);
    }

    public async Task<Answer> RunAsync(Browser browser, string run) => await browser.GoAsync(LeavingOf(await PressAsync(browser, run)));

    /// <summary>Every row of every table but those that a trial may write.</summary>
    public async Task<string> RowsAsync()
    {
        await World.Broker.AuditAsync();
        await using var context = await World.Broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        var connection = context.Database.GetDbConnection();
        await connection.OpenAsync();
        var text = new StringBuilder();
        foreach (var table in (await World.Broker.Get<TableCatalogue>().ListAsync(CancellationToken.None)).Except(["trials", "audit_events", "stats_progress", "daily_stats"]))
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a name of our own catalogue
            command.CommandText = $"select * from {table}";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<string>();
            while (await reader.ReadAsync())
            {
                rows.Add(RowOf(reader));
            }

            text.Append(table).Append(": ").AppendJoin(" | ", rows.Order(StringComparer.Ordinal)).AppendLine();
        }

        return text.ToString();
    }

    public ValueTask DisposeAsync() => Connections.DisposeAsync();

    private static string RowOf(DbDataReader reader)
    {
        var values = new object[reader.FieldCount];
        reader.GetValues(values);
        return string.Join(',', values.Select(static value => value is byte[] bytes ? Convert.ToHexStringLower(bytes) : value.ToString()));
    }
}
