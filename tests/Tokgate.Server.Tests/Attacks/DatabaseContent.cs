using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>A database as text: every table, every row, every value, in an order of its own.</summary>
internal static class DatabaseContent
{
    public static string Of(string connectionString, params string[] without)
    {
        var isPostgreSql = connectionString.Contains("Host=", StringComparison.OrdinalIgnoreCase);
        using DbConnection connection = isPostgreSql ? new NpgsqlConnection(connectionString) : new SqliteConnection(connectionString);
        connection.Open();
        var text = new StringBuilder();
        var tables = isPostgreSql ? "select table_name::text from information_schema.tables where table_schema = current_schema() order by 1" : "select name from sqlite_master where type = 'table' order by name";
        foreach (var table in Read(connection, tables).Where(table => !without.Contains(table)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"== {table}");
            text.AppendJoin('\n', Read(connection, $"select * from \"{table}\"").Order(StringComparer.Ordinal)).AppendLine();
        }

        return text.ToString();
    }

    private static List<string> Read(DbConnection connection, string query)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the names come from the database's own catalogue
        command.CommandText = query;
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
