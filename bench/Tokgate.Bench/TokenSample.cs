namespace Tokgate.Bench;

/// <summary>Token requests per second, and the server's CPU time for each.</summary>
internal sealed record TokenSample(double PerSecond, double CpuMicroseconds);
