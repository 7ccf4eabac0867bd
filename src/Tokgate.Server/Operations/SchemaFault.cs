namespace Tokgate.Server.Operations;

/// <summary>What is wrong with a schema, for the operator: its number and the names of migrations.</summary>
internal sealed record SchemaFault(string ErrorId, string Message);
