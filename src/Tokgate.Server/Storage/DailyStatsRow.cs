using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class DailyStatsRow
{
    /// <summary>Since 1970, in UTC.</summary>
    public long Day { get; set; }

    public long Logins { get; set; }

    public long Signups { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public static void Configure(EntityTypeBuilder<DailyStatsRow> row)
    {
        row.ToTable("daily_stats").HasKey(stats => stats.Day);
        row.Property(stats => stats.Day).HasColumnName("day").ValueGeneratedNever();
        row.Property(stats => stats.Logins).HasColumnName("logins");
        row.Property(stats => stats.Signups).HasColumnName("signups");
        row.Property(stats => stats.CreatedAt).HasColumnName("created_at");
        row.Property(stats => stats.UpdatedAt).HasColumnName("updated_at");
    }
}
