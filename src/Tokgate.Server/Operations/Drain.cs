namespace Tokgate.Server.Operations;

/// <summary>Whether this node is on its way out: it still answers, but nothing new should be sent to it.</summary>
internal sealed class Drain
{
    private volatile bool isDraining;

    public bool IsDraining => isDraining;

    public void Begin() => isDraining = true;
}
