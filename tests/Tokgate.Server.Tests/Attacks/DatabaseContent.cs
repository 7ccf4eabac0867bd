using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>A SQLite database as text: every table, every row, every value, in an order of its own.</summary>
internal static class DatabaseContent
{
    public static string Of(string connectionString, params string[] without)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        var text = new StringBuilder();
        foreach (var table in Read(connection, "select name from sqlite_master where type = 'table' order by name").Where(table => !without.Contains(table)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"== {table}");
            text.AppendJoin('\n', Read(connection, $"select * from \"{table}\"").Order(StringComparer.Ordinal)).AppendLine();
        }

        return text.ToString();
    }

    private static List<string> Read(SqliteConnection connection, string query)
    {
#pragma warning disable CA2100 // the names come from the database's own catalogue
        using var command = new SqliteCommand(query, connection);
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(field => reader.GetValue(field) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(field), CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
