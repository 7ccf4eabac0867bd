namespace Tokgate.Server.Management;

/// <summary>Marks a call that came from the machine itself, without a network. Nothing that arrives by network can set it: it is no header but an object of this process.</summary>
internal sealed record LocalOperator(string Actor);
