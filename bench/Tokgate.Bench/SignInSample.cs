namespace Tokgate.Bench;

/// <summary>
/// Sign-ins per second, the server's CPU time for each, and the share of its core that was busy; and of every sign-in how long the server's answers took together
/// (sorted), and of each request in its order the median. What a browser does elsewhere is not in the times.
/// </summary>
internal sealed record SignInSample(double PerSecond, double CpuMicroseconds, double Busy, IReadOnlyList<double> Milliseconds, IReadOnlyList<double> StepMilliseconds)
{
    public double Percentile(int percent) => Milliseconds[Math.Min(Milliseconds.Count - 1, Milliseconds.Count * percent / 100)];
}
