namespace Tokgate.Server.Management.Shapes;

/// <summary>What is wrong with a body, all of it at once: a person who mends one member wants to know of the next.</summary>
internal sealed class Faults
{
    private readonly List<Fault> all = [];

    public IReadOnlyList<Fault> All => all;

    public bool Any => all.Count > 0;

    public void AddRange(IEnumerable<Fault> more) => all.AddRange(more);

    public void Add(string member, string message) => all.Add(new Fault(member, message));
}
