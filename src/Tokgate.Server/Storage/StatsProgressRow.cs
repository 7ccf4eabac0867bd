using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

/// <summary>How far the trail is counted: one row.</summary>
internal sealed class StatsProgressRow
{
    public const long OnlyId = 1;

    public long Id { get; set; }

    /// <summary>The last event that is in the counters.</summary>
    public long CountedTo { get; set; }

    /// <summary>The last event there was at <see cref="SeenAt"/>.</summary>
    public long SeenTo { get; set; }

    public DateTimeOffset SeenAt { get; set; }

    public static void Configure(EntityTypeBuilder<StatsProgressRow> row)
    {
        row.ToTable("stats_progress").HasKey(progress => progress.Id);
        row.Property(progress => progress.Id).HasColumnName("id").ValueGeneratedNever();
        row.Property(progress => progress.CountedTo).HasColumnName("counted_to");
        row.Property(progress => progress.SeenTo).HasColumnName("seen_to");
        row.Property(progress => progress.SeenAt).HasColumnName("seen_at");
    }
}
