using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>Where a browser came to rest: at an application, by a redirect or with a form that it was given to post there, or on a page.</summary>
internal sealed record Landing(Uri Address, Answer Answer, IReadOnlyDictionary<string, string>? Form = null)
{
    public bool IsAtClient => Address.Host == "suite.example";

    public IReadOnlyDictionary<string, string> Parameters => Form ?? Answer.Query;

    public string? this[string name] => Parameters.GetValueOrDefault(name);
}
