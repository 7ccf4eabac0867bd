namespace Tokgate.Bench;

/// <summary>Starts of one program: the first makes database and keys, the others find them. CPU time is the process's until its first answer, however busy the machine.</summary>
internal sealed record StartSample(string Program, double FirstMilliseconds, double FirstCpuMilliseconds, double Milliseconds, double CpuMilliseconds, long Megabytes);
