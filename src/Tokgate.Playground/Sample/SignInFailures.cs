using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Tokgate.Playground.Sample;

/// <summary>Remembers the last failures, so that a page can tell of one by its reference and nothing of it stands in an address.</summary>
internal sealed class SignInFailures
{
    private const int Most = 100;
    private readonly ConcurrentQueue<(string Reference, Exception? Failure)> _failures = new();

    public string Add(Exception? failure)
    {
        var reference = RandomNumberGenerator.GetHexString(12, lowercase: true);
        _failures.Enqueue((reference, failure));
        while (_failures.Count > Most)
        {
            _failures.TryDequeue(out _);
        }

        return reference;
    }

    public Exception? Find(string? reference)
        => _failures.FirstOrDefault(entry => string.Equals(entry.Reference, reference, StringComparison.Ordinal)).Failure;
}
