using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Users;

/// <summary>Asks once more, in a way that nobody does by habit: by the id of whoever goes.</summary>
internal sealed class UserDeletePage(ManagementDesk desk) : DashboardPage(desk)
{
    public JsonNode? Person { get; private set; }

    public string Id { get; private set; } = "";

    private string Path => "users/" + Uri.EscapeDataString(Id);

    public async Task<IActionResult> OnGetAsync(string id) => await ShowAsync(id);

    public async Task<IActionResult> OnPostAsync(string id, string? confirmation)
    {
        if (!string.Equals(confirmation?.Trim(), id, StringComparison.Ordinal))
        {
            Error = new ManagementError(StatusCodes.Status400BadRequest, "not_confirmed", "Nothing was deleted: what you typed is not this person's user id.") { Advice = "Copy the user id that stands on this page into the field." };
            return await ShowAsync(id);
        }

        Id = id;
        var answer = await DeleteAsync(Path);
        if (answer.Error is null)
        {
            return Done(string.Join(" ", answer.Warnings.Prepend($"The person {id} is deleted.")), "/dashboard/users");
        }

        Error = answer.Error;
        return await ShowAsync(id);
    }

    private async Task<IActionResult> ShowAsync(string id)
    {
        Id = id;
        var answer = await GetAsync(Path);
        Error ??= answer.Error;
        Person = answer.Body;
        Response.StatusCode = answer.Error?.Status ?? StatusCodes.Status200OK;
        return Page();
    }
}
