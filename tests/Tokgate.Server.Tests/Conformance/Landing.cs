using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>Where a browser came to rest: at an application, or on a page.</summary>
internal sealed record Landing(Uri Address, Answer Answer)
{
    public bool IsAtClient => Address.Host == "suite.example";

    public string? this[string name] => Answer.Query.GetValueOrDefault(name);
}
