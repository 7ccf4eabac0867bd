namespace Tokgate.Emulator.Faults;

/// <summary>The faults that wait for their requests, in the order they were put up.</summary>
/// <remarks>Owns <c>/_emulator/faults</c>. Costs one read of a field while there is none.</remarks>
internal sealed class FaultBoard
{
    public const int Most = 1_000;

    private readonly Lock gate = new();
    private volatile Fault[] faults = [];

    public IReadOnlyList<Fault> All => faults;

    public bool TryAdd(Fault fault)
    {
        lock (gate)
        {
            if (faults.Length >= Most)
            {
                return false;
            }

            faults = [.. faults, fault];
            return true;
        }
    }

    public Fault? Take(string path)
    {
        var waiting = faults;
        foreach (var fault in waiting)
        {
            if ((fault.Path == "*" || string.Equals(fault.Path, path, StringComparison.Ordinal)) && fault.TryUse())
            {
                if (fault.Count == 0)
                {
                    Remove(fault);
                }

                return fault;
            }
        }

        return null;
    }

    public void Clear()
    {
        lock (gate)
        {
            faults = [];
        }
    }

    private void Remove(Fault fault)
    {
        lock (gate)
        {
            faults = Array.FindAll(faults, other => other != fault);
        }
    }
}
