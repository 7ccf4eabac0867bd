using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Settings;

/// <summary>The whole set-up as a file, as <c>tokgate export</c> writes it. No secret is in it.</summary>
internal sealed class ConfigurationPage(ManagementDesk desk) : DashboardPage(desk)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Default) { WriteIndented = true };

    public async Task<IActionResult> OnGetDownloadAsync(string? format)
    {
        var answer = await GetAsync("configuration");
        if (answer.Error is not null || answer.Body is not { } document)
        {
            Error = answer.Error;
            return Page();
        }

        return format == "json"
            ? new FileContentResult(Encoding.UTF8.GetBytes(document.ToJsonString(Indented) + "\n"), "application/json") { FileDownloadName = "tokgate.json" }
            : new FileContentResult(Encoding.UTF8.GetBytes(YamlText.Of(document)), "application/yaml") { FileDownloadName = "tokgate.yaml" };
    }
}
