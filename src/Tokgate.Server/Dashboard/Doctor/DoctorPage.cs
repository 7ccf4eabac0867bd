using System.Text.Json.Nodes;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Doctor;

/// <summary>How the broker and all its connections stand.</summary>
internal sealed class DoctorPage(ManagementDesk desk) : DashboardPage(desk)
{
    public JsonNode? Diagnosis { get; private set; }

    public async Task OnGetAsync()
    {
        var answer = await GetAsync("diagnosis");
        (Diagnosis, Error) = (answer.Body, answer.Error);
    }
}
