namespace Tokgate.Bench;

/// <summary>
/// Sign-ins per second, the server's CPU time for each, and the share of its core that was busy; and of every sign-in how long the server's answers took together
/// (sorted), the same without what the server waited for others' answers, and of each request in its order the median. What a browser does elsewhere is not in the times.
/// </summary>
internal sealed record SignInSample(double PerSecond, double CpuMicroseconds, double Busy, IReadOnlyList<double> Milliseconds, IReadOnlyList<double> OwnMilliseconds, IReadOnlyList<double> StepMilliseconds)
{
    public double Percentile(int percent) => Percentile(Milliseconds, percent);

    public double OwnPercentile(int percent) => Percentile(OwnMilliseconds, percent);

    private static double Percentile(IReadOnlyList<double> sorted, int percent) => sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
}
