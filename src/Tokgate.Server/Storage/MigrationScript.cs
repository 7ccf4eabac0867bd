using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Tokgate.Server.Storage;

internal sealed record MigrationScript(string Name, string Sql)
{
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>The scripts of one database in the order in which they apply, which is the order of their names.</summary>
    public static IReadOnlyList<MigrationScript> For(bool postgreSql)
    {
        var folder = postgreSql ? "Migrations/postgresql/" : "Migrations/sqlite/";
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new MigrationScript(name[folder.Length..], Read(assembly, name))),
        ];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!); // the name came from the same assembly
        return reader.ReadToEnd();
    }
}
