using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tokgate.Server.Administrators;

namespace Tokgate.Server.Storage;

internal sealed class AdministratorRow
{
    public required string Id { get; set; }

    public required string UserName { get; set; }

    /// <summary>The name as it is compared.</summary>
    public required string UserNameKey { get; set; }

    public required int Role { get; set; }

    public string? PasswordHash { get; set; }

    public byte[]? SealedTotp { get; set; }

    /// <summary>The newest time step whose code was taken: no code counts twice.</summary>
    public long TotpStep { get; set; }

    public string? UserId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastLoginAt { get; set; }

    public long Version { get; set; }

    public Administrator ToAdministrator() => new()
    {
        Id = Id,
        UserName = UserName,
        Role = (AdministratorRole)Role,
        UserId = UserId,
        CreatedAt = CreatedAt,
        LastLoginAt = LastLoginAt,
        Version = Version,
    };

    public static void Configure(EntityTypeBuilder<AdministratorRow> row)
    {
        row.ToTable("administrators").HasKey(administrator => administrator.Id);
        row.Property(administrator => administrator.Id).HasColumnName("id");
        row.Property(administrator => administrator.UserName).HasColumnName("user_name");
        row.Property(administrator => administrator.UserNameKey).HasColumnName("user_name_key");
        row.Property(administrator => administrator.Role).HasColumnName("role");
        row.Property(administrator => administrator.PasswordHash).HasColumnName("password_hash");
        row.Property(administrator => administrator.SealedTotp).HasColumnName("sealed_totp");
        row.Property(administrator => administrator.TotpStep).HasColumnName("totp_step");
        row.Property(administrator => administrator.UserId).HasColumnName("user_id");
        row.Property(administrator => administrator.CreatedAt).HasColumnName("created_at");
        row.Property(administrator => administrator.LastLoginAt).HasColumnName("last_login_at");
        row.Property(administrator => administrator.Version).HasColumnName("version");
        row.HasIndex(administrator => administrator.UserNameKey).IsUnique().HasDatabaseName("administrators_user_name_key");
        row.HasIndex(administrator => administrator.UserId).IsUnique().HasFilter("user_id is not null").HasDatabaseName("administrators_user_id");
    }
}
