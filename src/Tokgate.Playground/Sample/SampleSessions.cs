using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Tokgate.Playground.Sample;

/// <summary>
/// Keeps sessions in memory, so that the cookie holds a handle only. Claims and tokens inside the cookie grow with the profile, and one long name makes
/// every later request, to all programs on localhost, larger than a server reads. The emulator forgets its tokens at a restart too.
/// </summary>
internal sealed class SampleSessions : ITicketStore
{
    private const int Most = 1_000;

    private readonly ConcurrentDictionary<string, AuthenticationTicket> _tickets = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _oldest = new();

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _tickets[key] = ticket;
        _oldest.Enqueue(key);
        while (_oldest.Count > Most && _oldest.TryDequeue(out var old))
        {
            _tickets.TryRemove(old, out _);
        }

        return Task.FromResult(key);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        _tickets[key] = ticket;
        return Task.CompletedTask;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => Task.FromResult(_tickets.GetValueOrDefault(key));

    public Task RemoveAsync(string key)
    {
        _tickets.TryRemove(key, out _);
        return Task.CompletedTask;
    }
}
