namespace Tokgate.Server.Management;

/// <summary>An operation with what does it.</summary>
internal sealed record ManagementRoute(ManagementOperation Operation, Func<ManagementCall, Task<ManagementAnswer>> HandleAsync);
