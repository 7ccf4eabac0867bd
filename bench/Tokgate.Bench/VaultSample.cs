namespace Tokgate.Bench;

/// <summary>Answers per second, the server's CPU time for each, and how long each took, sorted.</summary>
internal sealed record VaultSample(double PerSecond, double CpuMicroseconds, double Busy, IReadOnlyList<double> Milliseconds)
{
    public double Percentile(int percent) => Milliseconds[Math.Min(Milliseconds.Count - 1, Milliseconds.Count * percent / 100)];
}
