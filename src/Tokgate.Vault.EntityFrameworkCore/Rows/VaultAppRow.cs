using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Vault.EntityFrameworkCore;

/// <summary>What all nodes must know of a TikTok app.</summary>
internal sealed class VaultAppRow
{
    public const string Table = "vault_apps";

    public required string ClientKey { get; set; }

    public string? Version { get; set; }

    public long? PausedAt { get; set; }

    public long? NextTrialAt { get; set; }

    public int Trials { get; set; }

    public string? LogId { get; set; }

    public long BudgetWindow { get; set; }

    public int BudgetUsed { get; set; }

    public static void Configure(EntityTypeBuilder<VaultAppRow> row)
    {
        row.ToTable(Table).HasKey(app => app.ClientKey);
        foreach (var property in typeof(VaultAppRow).GetProperties())
        {
            row.Property(property.PropertyType, property.Name).HasColumnName(Columns.NameOf(property.Name));
        }
    }
}
