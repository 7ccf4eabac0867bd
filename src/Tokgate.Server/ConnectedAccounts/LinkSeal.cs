using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Upstream;
using Tokgate.TikTok;
using Tokgate.Vault;

namespace Tokgate.Server.ConnectedAccounts;

/// <summary>What lies in the database between two steps: nobody reads it without the master key, and nothing of it fits another link.</summary>
internal sealed class LinkSeal(MasterKeyRing ring)
{
    private readonly SealingKey seal = ring.Derive("account-links");

    public byte[]? Verifier(CodeVerifier? verifier, byte[] stateHash) => seal.SealVerifier(verifier, stateHash);

    public CodeVerifier? OpenVerifier(byte[]? box, byte[] stateHash) => seal.OpenVerifier(box, stateHash);

    public byte[] Result(LinkResult result, string linkId)
    {
        var tokens = result.Tokens;
        var document = new JsonObject
        {
            ["connection"] = result.Connection,
            ["app"] = result.TikTokApp,
            ["open_id"] = result.OpenId,
            ["scopes"] = result.Granted.ToString(),
            ["access"] = tokens.AccessToken.Reveal(),
            ["access_for"] = tokens.ExpiresIn.Ticks,
            ["refresh"] = tokens.RefreshToken?.Reveal(),
            ["refresh_for"] = tokens.RefreshExpiresIn?.Ticks,
            ["at"] = tokens.ReceivedAt.ToString("O", CultureInfo.InvariantCulture),
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

        var (openId, granted) = (Text("open_id")!, TikTokScopes.Parse(Text("scopes")!)); // our own document, here and below
        var tokens = new TikTokTokens
        {
            AccessToken = AccessToken.From(Text("access")!),
            ExpiresIn = new TimeSpan((long)document["access_for"]!),
            RefreshToken = Text("refresh") is { } refresh ? RefreshToken.From(refresh) : null,
            RefreshExpiresIn = (long?)document["refresh_for"] is { } lifetime ? new TimeSpan(lifetime) : null,
            ReceivedAt = DateTimeOffset.Parse(Text("at")!, CultureInfo.InvariantCulture),
            OpenId = openId,
            Scopes = granted,
            TokenType = "Bearer",
        };
        return new LinkResult(Text("connection")!, Text("app")!, openId, granted, tokens, document["claims"]!.DeepClone().AsObject());

        string? Text(string name) => (string?)document[name];
    }
}
