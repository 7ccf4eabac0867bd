using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tokgate.Server.Protocol;
using Tokgate.Vault;

namespace Tokgate.Server.Management;

/// <summary>
/// A POST that names a key is done once, and told again in the same words for a day. The words are sealed, because they may have a secret in them that is shown
/// once. A node that dies between doing and noting leaves the call open for <see cref="Hold"/>; after that a repetition does it again.
/// </summary>
internal sealed class IdempotencyKeys(IIdempotencyStore store, MasterKeyRing masterKeys, TimeProvider time)
{
    public const string Header = "Idempotency-Key";
    public const string Purpose = "idempotency";

    private const int MaxLength = 200;
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly SealingKey sealing = masterKeys.Derive(Purpose);

    public async Task<ManagementAnswer> OnceAsync(string key, ManagementCall call, string target, byte[] body, Func<Task<ManagementAnswer>> handleAsync)
    {
        if (key.Length is 0 or > MaxLength)
        {
            return new ManagementError(StatusCodes.Status400BadRequest, "invalid_idempotency_key", $"{Header} must be one text of 1 to {MaxLength} characters.");
        }

        var hash = Handle.HashOf($"{call.Caller.ClientId}\n{key}");
        var request = RequestHash(call.Operation.Method, target, body);
        var now = time.GetUtcNow();
        if (!await store.TryHoldAsync(hash, request, now + Hold, now + Lifetime, call.Aborted))
        {
            return Again(await store.FindAsync(hash, call.Aborted), hash, request);
        }

        var answer = await DoAsync(hash, handleAsync);
        if (answer.Error is not null)
        {
            await store.ReleaseAsync(hash);
        }
        else
        {
            await store.CompleteAsync(hash, answer.Status ?? call.Operation.Status, answer.Body is { } told ? sealing.Seal(Encoding.UTF8.GetBytes(told.ToJsonString()), hash) : null);
        }

        return answer;
    }

    private async Task<ManagementAnswer> DoAsync(byte[] hash, Func<Task<ManagementAnswer>> handleAsync)
    {
        try
        {
            return await handleAsync();
        }
        catch
        {
            await store.ReleaseAsync(hash);
            throw;
        }
    }

    private ManagementAnswer Again(IdempotentAnswer? done, byte[] hash, byte[] request) => done switch
    {
        not null when !CryptographicOperations.FixedTimeEquals(done.RequestHash, request) =>
            new ManagementError(StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused", "This key was sent before with another request.") { Advice = "Take a new key for each call that shall be done." },
        { Status: { } status } when done.SealedBody is null => new ManagementAnswer { Status = status },
        { Status: { } status } when sealing.TryOpen(done.SealedBody, hash, out var told) => new ManagementAnswer { Status = status, Body = JsonNode.Parse(told) },
        _ => ManagementError.Conflict("idempotency_key_in_use", "A call with this key is under way.") with { Advice = "Repeat it in a minute.", RetryAfter = Hold },
    };

    private static byte[] RequestHash(string method, string target, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{method} {target}\n"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
