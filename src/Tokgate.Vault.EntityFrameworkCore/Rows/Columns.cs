using System.Text.RegularExpressions;

namespace Tokgate.Vault.EntityFrameworkCore;

/// <summary>Names of columns, from those of properties.</summary>
internal static partial class Columns
{
    /// <summary><c>AccessExpiresAt</c> is <c>access_expires_at</c>.</summary>
    public static string NameOf(string property) => property == nameof(VaultGrantRow.TikTokApp)
        ? "tiktok_app"
#pragma warning disable CA1308 // columns are spelt in lower case
        : Humps().Replace(property, "_$0").ToLowerInvariant();
#pragma warning restore CA1308

    [GeneratedRegex("(?<!^)[A-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex Humps();
}
