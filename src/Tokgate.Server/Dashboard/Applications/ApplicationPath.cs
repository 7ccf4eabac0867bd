namespace Tokgate.Server.Dashboard.Applications;

/// <summary>Where an application's pages are.</summary>
internal static class ApplicationPath
{
    public const string All = "/dashboard/applications";

    public static string Of(string id, string? page = null) => $"{All}/{Uri.EscapeDataString(id)}{(page is null ? "" : "/" + page)}";
}
