using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

/// <summary>How often a name was guessed at in a row, whether or not anybody has it: so neither the wait nor the work tells.</summary>
internal sealed class AdministratorGuessRow
{
    public required byte[] NameHash { get; set; }

    public int Failures { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<AdministratorGuessRow> row)
    {
        row.ToTable("administrator_guesses").HasKey(guess => guess.NameHash);
        row.Property(guess => guess.NameHash).HasColumnName("name_hash");
        row.Property(guess => guess.Failures).HasColumnName("failures");
        row.Property(guess => guess.LockedUntil).HasColumnName("locked_until");
        row.Property(guess => guess.ExpiresAt).HasColumnName("expires_at");
        row.HasIndex(guess => guess.ExpiresAt).HasDatabaseName("administrator_guesses_expires_at");
    }
}
