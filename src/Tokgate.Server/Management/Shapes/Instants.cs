using System.Globalization;

namespace Tokgate.Server.Management.Shapes;

/// <summary>An instant as the API tells it.</summary>
internal static class Instants
{
    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
