using System.Text.Json;
using Microsoft.AspNetCore.Identity;

namespace Tokgate.Server.Administrators;

/// <summary>Identity's passkey in JSON. Nothing of it is secret.</summary>
internal sealed record PasskeyDocument
{
    public required byte[] PublicKey { get; init; }

    public uint SignCount { get; init; }

    public IReadOnlyList<string> Transports { get; init; } = [];

    public bool IsUserVerified { get; init; }

    public bool IsBackupEligible { get; init; }

    public bool IsBackedUp { get; init; }

    public byte[] AttestationObject { get; init; } = [];

    public byte[] ClientDataJson { get; init; } = [];

    public static string Write(UserPasskeyInfo passkey) => JsonSerializer.Serialize(new PasskeyDocument
    {
        PublicKey = passkey.PublicKey,
        SignCount = passkey.SignCount,
        Transports = passkey.Transports ?? [],
        IsUserVerified = passkey.IsUserVerified,
        IsBackupEligible = passkey.IsBackupEligible,
        IsBackedUp = passkey.IsBackedUp,
        AttestationObject = passkey.AttestationObject,
        ClientDataJson = passkey.ClientDataJson,
    });

    public static UserPasskeyInfo Read(AdministratorPasskey passkey)
    {
        var document = JsonSerializer.Deserialize<PasskeyDocument>(passkey.Document)!; // our own document, never null
        return new UserPasskeyInfo(
            passkey.CredentialId, document.PublicKey, passkey.CreatedAt, document.SignCount, [.. document.Transports], document.IsUserVerified, document.IsBackupEligible, document.IsBackedUp,
            document.AttestationObject, document.ClientDataJson)
        {
            Name = passkey.Name,
        };
    }
}
