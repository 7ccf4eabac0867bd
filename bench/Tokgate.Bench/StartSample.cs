namespace Tokgate.Bench;

internal sealed record StartSample(double FirstMilliseconds, double Milliseconds, long Megabytes);
