using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tokgate.Server.Administrators;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorPasskeyRow
{
    public required byte[] CredentialId { get; set; }

    public required string AdministratorId { get; set; }

    public required string Name { get; set; }

    /// <summary>What ASP.NET Core Identity keeps of a passkey, in JSON. Nothing of it is secret.</summary>
    public required string Document { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public AdministratorPasskey ToPasskey() => new()
    {
        CredentialId = CredentialId,
        AdministratorId = AdministratorId,
        Name = Name,
        Document = Document,
        CreatedAt = CreatedAt,
        LastUsedAt = LastUsedAt,
    };

    public static void Configure(EntityTypeBuilder<AdministratorPasskeyRow> row)
    {
        row.ToTable("administrator_passkeys").HasKey(passkey => passkey.CredentialId);
        row.Property(passkey => passkey.CredentialId).HasColumnName("credential_id");
        row.Property(passkey => passkey.AdministratorId).HasColumnName("administrator_id");
        row.Property(passkey => passkey.Name).HasColumnName("name");
        row.Property(passkey => passkey.Document).HasColumnName("document");
        row.Property(passkey => passkey.CreatedAt).HasColumnName("created_at");
        row.Property(passkey => passkey.LastUsedAt).HasColumnName("last_used_at");
        row.HasOne<AdministratorRow>().WithMany().HasForeignKey(passkey => passkey.AdministratorId).OnDelete(DeleteBehavior.Cascade);
        row.HasIndex(passkey => passkey.AdministratorId).HasDatabaseName("administrator_passkeys_administrator_id");
    }
}
