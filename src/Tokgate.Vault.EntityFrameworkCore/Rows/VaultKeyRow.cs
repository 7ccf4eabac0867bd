using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Vault.EntityFrameworkCore;

/// <summary>The sentinel of a master key.</summary>
internal sealed class VaultKeyRow
{
    public const string Table = "vault_keys";

    public required string KeyId { get; set; }

    public required byte[] Box { get; set; }

    public long? RetiredAt { get; set; }

    public static void Configure(EntityTypeBuilder<VaultKeyRow> row)
    {
        row.ToTable(Table).HasKey(key => key.KeyId);
        foreach (var property in typeof(VaultKeyRow).GetProperties())
        {
            row.Property(property.PropertyType, property.Name).HasColumnName(Columns.NameOf(property.Name));
        }
    }
}
