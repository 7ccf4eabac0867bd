using System.Reflection;
using Tokgate.Server.Audit;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Audit;

public sealed class AuditNameTests
{
    [Fact]
    public void Every_event_is_documented_and_nothing_else()
    {
        var names = typeof(AuditNames).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (string)field.GetRawConstantValue()!); // constants
        var documented = File.ReadLines(DocumentPath()).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]);
        Assert.Equal(names.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_fails_on_the_way_out_is_no_failed_sign_in()
    {
        await using var broker = await Broker.StartAsync();
        var page = await broker.GetAsync("/oidc/logout?id_token_hint=x");
        Assert.Equal(400, page.Status);
        Assert.Equal(AuditNames.LogoutFailed, Assert.Single(await broker.AuditAsync(new AuditFilter { Reference = page.Text("error-reference").Trim() })).Name);
    }

    private static string DocumentPath()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Tokgate.slnx")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory!.FullName, "docs", "audit-events.md"); // tests run inside the repository
    }
}
