using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>What lies in the database between two steps: nobody reads it without the master key, and nothing of it fits another link.</summary>
internal sealed class LinkSeal(MasterKeyRing ring)
{
    private readonly SealingKey seal = ring.Derive("account-links");

    public byte[] Verifier(CodeVerifier verifier, byte[] stateHash) => seal.Seal(Encoding.ASCII.GetBytes(verifier.Reveal()), stateHash);

    public CodeVerifier? OpenVerifier(byte[]? box, byte[] stateHash) => box is not null && seal.TryOpen(box, stateHash, out var verifier) ? CodeVerifier.From(Encoding.ASCII.GetString(verifier)) : null;

    public byte[] Result(LinkResult result, string linkId)
    {
        var grant = result.HandOver;
        var document = new JsonObject
        {
            ["app"] = grant.TikTokApp,
            ["connection"] = grant.Connection,
            ["open_id"] = grant.OpenId,
            ["scopes"] = grant.Scopes.ToString(),
            ["access"] = grant.AccessToken.Reveal(),
            ["access_until"] = Written(grant.AccessExpiresAt),
            ["refresh"] = grant.RefreshToken?.Reveal(),
            ["refresh_until"] = grant.RefreshExpiresAt is { } until ? Written(until) : null,
            ["at"] = Written(grant.AuthorizedAt ?? DateTimeOffset.UnixEpoch),
            ["claims"] = result.Claims.DeepClone(),
        };
        return seal.Seal(JsonSerializer.SerializeToUtf8Bytes(document), Encoding.UTF8.GetBytes(linkId));
    }

    public LinkResult? OpenResult(byte[]? box, string linkId)
    {
        if (box is null || !seal.TryOpen(box, Encoding.UTF8.GetBytes(linkId), out var plain) || JsonNode.Parse(plain) is not JsonObject document)
        {
            return null;
        }

        return new LinkResult(
            new GrantHandOver
            {
                TikTokApp = Text("app")!, // our own document, here and below
                Connection = Text("connection")!,
                Owner = "",
                OpenId = Text("open_id")!,
                Scopes = TikTokScopes.Parse(Text("scopes")!),
                AccessToken = AccessToken.From(Text("access")!),
                AccessExpiresAt = Read("access_until")!.Value,
                RefreshToken = Text("refresh") is { } refresh ? RefreshToken.From(refresh) : null,
                RefreshExpiresAt = Read("refresh_until"),
                AuthorizedAt = Read("at"),
            },
            document["claims"]!.DeepClone().AsObject());

        string? Text(string name) => (string?)document[name];

        DateTimeOffset? Read(string name) => Text(name) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;
    }

    private static string Written(DateTimeOffset instant) => instant.ToString("O", CultureInfo.InvariantCulture);
}
