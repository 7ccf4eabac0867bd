using Tokgate.Server.Storage;

namespace Tokgate.Server.Tests.Storage;

/// <summary>Two versions on one database (docs/upgrade.md): what the newer one added is left alone, and what it took away stops the older one.</summary>
public sealed class SchemaStateTests
{
    // What a script does that a program without it may not survive.
    private static readonly string[] Takes = ["drop table", "drop column", "drop constraint", "rename column", "rename to", "alter column"];

    // From before the first release: nobody has run a program without them.
    private const string Released = "0013";

    [Theory]
    [InlineData("1 2", "1 2", null)]
    [InlineData("1 2", "1 2 3", null)]
    [InlineData("1 2", "1", "TTK3003")]
    [InlineData("1 2", "1 2 3 4.contract.sql", "TTK3340")]
    [InlineData("1 2.contract.sql", "1 2.contract.sql", null)]
    [InlineData("1 2", "1 3.contract.sql", "TTK3340")]
    public void What_a_program_has_is_held_against_what_the_database_has(string known, string applied, string? errorId) =>
        Assert.Equal(errorId, SchemaState.FaultOf(known.Split(' '), applied.Split(' '))?.ErrorId);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_script_that_takes_something_away_says_so_in_its_name(bool postgreSql) => Assert.All(
        MigrationScript.For(postgreSql).Where(script => string.CompareOrdinal(script.Name, Released) >= 0 && !script.Name.EndsWith(SchemaState.Contract, StringComparison.Ordinal)),
        script =>
        {
            Assert.DoesNotContain(Takes, words => script.Sql.Contains(words, StringComparison.OrdinalIgnoreCase));

            // A row of somebody who does not know the column must go in.
            Assert.DoesNotContain(script.Sql.Split(';'), statement => statement.Contains("add column", StringComparison.OrdinalIgnoreCase)
                && statement.Contains("not null", StringComparison.OrdinalIgnoreCase) && !statement.Contains("default", StringComparison.OrdinalIgnoreCase));
        });
}
