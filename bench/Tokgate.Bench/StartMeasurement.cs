namespace Tokgate.Bench;

internal readonly record struct StartMeasurement(double Milliseconds, double CpuMilliseconds, long Megabytes);
