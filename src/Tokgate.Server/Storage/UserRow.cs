using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tokgate.Server.Storage;

internal sealed class UserRow
{
    public required string Id { get; set; }

    public required string Status { get; set; }

    public required string Claims { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The name and the username as <see cref="Users.SearchKey"/> folds them; empty for none.</summary>
    public string NameKey { get; set; } = "";

    public string UsernameKey { get; set; } = "";

    /// <summary>The one of the last sign-in.</summary>
    public string? Connection { get; set; }

    /// <summary>Zero for nobody's sign-in: what is sorted by has no nulls.</summary>
    public long LastLoginAt { get; set; }

    public long Logins { get; set; }

    public string? UserMetadata { get; set; }

    public string? AppMetadata { get; set; }

    /// <summary>Rises whenever what is told of the person changes, but for the time of their last sign-in.</summary>
    public long Version { get; set; }

    public static void Configure(EntityTypeBuilder<UserRow> row)
    {
        row.ToTable("users").HasKey(user => user.Id);
        row.Property(user => user.Id).HasColumnName("id");
        row.Property(user => user.Status).HasColumnName("status");
        row.Property(user => user.Claims).HasColumnName("claims");
        row.Property(user => user.CreatedAt).HasColumnName("created_at");
        row.Property(user => user.UpdatedAt).HasColumnName("updated_at");
        row.Property(user => user.NameKey).HasColumnName("name_key");
        row.Property(user => user.UsernameKey).HasColumnName("username_key");
        row.Property(user => user.Connection).HasColumnName("connection");
        row.Property(user => user.LastLoginAt).HasColumnName("last_login_at");
        row.Property(user => user.Logins).HasColumnName("logins");
        row.Property(user => user.UserMetadata).HasColumnName("user_metadata");
        row.Property(user => user.AppMetadata).HasColumnName("app_metadata");
        row.Property(user => user.Version).HasColumnName("version");
        row.HasIndex(user => new { user.CreatedAt, user.Id, user.Connection }).HasDatabaseName("users_created_at");
        row.HasIndex(user => new { user.LastLoginAt, user.Id, user.Connection }).HasDatabaseName("users_last_login_at");
        row.HasIndex(user => new { user.NameKey, user.Id }).HasDatabaseName("users_name_key");
        row.HasIndex(user => new { user.UsernameKey, user.Id, user.NameKey }).HasDatabaseName("users_username_key");
    }
}
