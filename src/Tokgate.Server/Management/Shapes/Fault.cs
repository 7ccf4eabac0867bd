namespace Tokgate.Server.Management.Shapes;

/// <param name="Member">The path of the member, such as <c>options.scope</c>; empty for the whole.</param>
/// <param name="Message">What is wrong and how to mend it. Values of the request are not repeated.</param>
internal sealed record Fault(string Member, string Message);
