using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Doctor;

/// <summary>How one connection stands.</summary>
internal sealed class ConnectionDoctorPage(ManagementDesk desk) : DashboardPage(desk)
{
    public string Name { get; private set; } = "";

    public JsonNode? Diagnosis { get; private set; }

    public async Task<IActionResult> OnGetAsync(string name)
    {
        Name = name;
        if ((await GetAsync("connections", [new("name", name)])).Body.Items() is not [var connection, ..])
        {
            return new NotFoundResult();
        }

        var answer = await GetAsync($"connections/{Uri.EscapeDataString(connection.Text("id") ?? "")}/diagnosis");
        (Diagnosis, Error) = (answer.Body, answer.Error);
        return Page();
    }
}
