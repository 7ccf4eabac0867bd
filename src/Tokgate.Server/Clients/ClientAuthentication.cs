using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using Tokgate.Server.Audit;
using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Clients;

/// <summary>
/// The one place where a caller proves which client it is; every endpoint that takes clients calls it (T-40). Refusals are all alike: an unknown client, a
/// disabled one, a wrong method and a wrong secret get the same words and cost the same work (T-42).
/// </summary>
internal sealed class ClientAuthentication(
    ClientDirectory directory, IAssertionReplayStore replays, GuessLimit guesses, RequestLimits limits, SecretUseHostedService uses, AuditTrail trail, Issuer issuer, TimeProvider time)
{
    private static readonly byte[] NoHash = SHA256.HashData("nobody's secret"u8);

    public async ValueTask<(AuthenticatedClient? Client, OAuthError? Error)> AuthenticateAsync(
        StringValues authorization, Parameters form, IPAddress? peer, CancellationToken cancellationToken)
    {
        if (PresentedCredentials.Read(authorization, form, out var presented) is { } unreadable)
        {
            return (null, unreadable);
        }

        var about = trail.About();
        about.ClientId = AuditText.Clean(presented.ClientId, AuditText.MaxWord);
        if (guesses.Check(presented.ClientId, peer) is { } wait)
        {
            trail.Count(trail.New(AuditNames.SecretGuessing));
            return (null, OAuthError.TooManyRequests(wait));
        }

        var isRemembered = directory.Remembers(presented.ClientId);
        var client = await directory.FindAsync(presented.ClientId, cancellationToken);
        var credential = await ProveAsync(presented, client, cancellationToken);
        if (isRemembered && (credential is null || client is not { IsActive: true }))
        {
            // A refusal from memory would be faster than that of an id which nobody has, and thereby say which ids are somebody's. And a secret may just have been added on another node.
            client = await directory.ReadAnewAsync(presented.ClientId, cancellationToken);
            credential = presented.Secret is null ? null : await ProveAsync(presented, client, cancellationToken);
        }

        if (client is null || credential is null || !client.IsActive)
        {
            guesses.Failed(presented.ClientId, peer);
            return (null, OAuthError.InvalidClient(byHeader: presented.Method == ClientAuthMethod.Basic));
        }

        if (presented.Secret is not null)
        {
            uses.Note(credential);
        }

        return limits.TakeClient(client.Client.Id, presented.Method == ClientAuthMethod.None ? AddressKey.Of(peer) : null) is { } pause
            ? (null, OAuthError.TooManyRequests(pause))
            : (new AuthenticatedClient(client, credential), null);
    }

    // The id of what proved it; empty for a public client, which proves nothing.
    private async ValueTask<string?> ProveAsync(PresentedCredentials presented, RegisteredClient? client, CancellationToken cancellationToken)
    {
        var isRightMethod = client?.Client.AuthMethods.Contains(presented.Method) == true;
        switch (presented.Method)
        {
            case ClientAuthMethod.None:
                return isRightMethod ? "" : null;

            case ClientAuthMethod.PrivateKeyJwt:
                return isRightMethod ? await ProveByAssertionAsync(presented.Assertion!, client!, cancellationToken) : null; // the method says that there is one

            default:
                var secret = FindSecret(presented.Secret!, isRightMethod ? client!.Secrets : []); // the method says that there is one
                return secret?.Id;
        }
    }

    private ClientSecret? FindSecret(string presented, IReadOnlyList<ClientSecret> secrets)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(presented), hash);
        var now = time.GetUtcNow();
        ClientSecret? found = null;
        foreach (var secret in secrets)
        {
            if (CryptographicOperations.FixedTimeEquals(secret.Hash, hash) && secret.IsActive(now))
            {
                found = secret;
            }
        }

        if (secrets.Count == 0)
        {
            CryptographicOperations.FixedTimeEquals(NoHash, hash);
        }

        return found;
    }

    private async ValueTask<string?> ProveByAssertionAsync(SignedAssertion assertion, RegisteredClient client, CancellationToken cancellationToken)
    {
        if (await assertion.VerifyAsync(client.Keys, issuer.Value, time.GetUtcNow()) is not { } key)
        {
            return null;
        }

        // Only after the signature, or strangers could use up ids. The client's id is in the hash: two clients may choose the same jti.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{client.Id}\n{assertion.TokenId}"));
        return await replays.TryUseAsync(hash, assertion.ExpiresAt, cancellationToken) ? key.CredentialId : null;
    }
}
