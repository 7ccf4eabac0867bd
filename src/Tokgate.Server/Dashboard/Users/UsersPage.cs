using System.Text.Json.Nodes;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Users;

/// <summary>Everybody who has signed in, found by a name or an id.</summary>
internal sealed class UsersPage(ManagementDesk desk) : DashboardPage(desk)
{
    public const int PageLength = 50;

    // Ids are found whole, before names are looked through.
    private static readonly string[] Ids = ["user_id", "open_id", "union_id"];

    public string? Text { get; private set; }

    public string? Connection { get; private set; }

    public string Sort { get; private set; } = "";

    public IReadOnlyList<string> Connections { get; private set; } = [];

    public IReadOnlyList<JsonNode> People { get; private set; } = [];

    public string? Next { get; private set; }

    public bool IsFirst { get; private set; }

    public bool IsFiltered => Text is not null || Connection is not null;

    public async Task OnGetAsync(string? q, string? connection, string? sort, string? from)
    {
        Text = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        Connection = string.IsNullOrEmpty(connection) ? null : connection;
        Sort = sort is "last_login:-1" or "created_at:-1" ? sort : "";
        IsFirst = string.IsNullOrEmpty(from);
        Connections = [.. (await GetAsync("connections", [new("fields", "name")])).Body.Items().Select(static item => item.Text("name")).OfType<string>()];
        if (Text is not null && IsFirst && await FindByIdAsync(Text) is { Count: > 0 } found)
        {
            People = found;
            return;
        }

        var answer = await GetAsync("users", [new("search", Text), new("connection", Connection), new("sort", Sort), new("take", $"{PageLength}"), new("from", from)]);
        Error = answer.Error;
        People = answer.Body.Parts("users");
        Next = answer.Body.Text("next");
    }

    public string At(string path, string? from) => path + QueryString.Create(new (string Name, string? Value)[] { ("q", Text), ("connection", Connection), ("sort", Sort), ("from", from) }
        .Where(static pair => !string.IsNullOrEmpty(pair.Value)).Select(static pair => KeyValuePair.Create(pair.Name, pair.Value)));

    private async Task<List<JsonNode>> FindByIdAsync(string text)
    {
        var found = new List<JsonNode>();
        if (text.Length > 200 || text.Any(char.IsControl))
        {
            return found;
        }

        var value = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        foreach (var field in Ids) // three, each by its index
        {
            found.AddRange((await GetAsync("users", [new("q", $"{field}:\"{value}\""), new("connection", Connection), new("per_page", "10")])).Body.Items());
        }

        return [.. found.DistinctBy(static person => person.Text("user_id"))];
    }
}
