using System.Net;
using Tokgate.Server.Outgoing;

namespace Tokgate.Server.Tests.Outgoing;

/// <summary>Answers with what it was given, one answer per question; the last one stays.</summary>
internal sealed class StubResolver(params string[][] answers) : INameResolver
{
    public int Asked { get; private set; }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Task.FromResult(answers[Math.Min(Asked++, answers.Length - 1)].Select(IPAddress.Parse).ToArray());
}
