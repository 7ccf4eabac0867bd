using Tokgate.Server.Management;

namespace Tokgate.Server.Tests.Management;

public sealed class ConnectionDocumentTests
{
    [Fact]
    public void What_is_accepted_and_means_nothing_is_documented_by_name()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Tokgate.slnx")))
        {
            directory = directory.Parent;
        }

        var document = File.ReadAllText(Path.Combine(directory!.FullName, "docs", "management", "connections.md")); // tests run inside the repository
        Assert.All([.. ConnectionShape.Ignored, .. ConnectionOptionsShape.Ignored], name => Assert.Contains($"`{name}`", document, StringComparison.Ordinal));
        Assert.All(ConnectionShape.Shape.Members.Concat(ConnectionOptionsShape.Shape.Members).Where(static member => member.Description.StartsWith("Refused", StringComparison.Ordinal)),
            member => Assert.Contains(member.Name, document, StringComparison.Ordinal));
    }
}
