namespace Tokgate.Bench;

/// <summary>Sign-ins per second, the server's CPU time for each, and the share of its core that was busy.</summary>
internal sealed record SignInSample(double PerSecond, double CpuMicroseconds, double Busy);
