using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Connections;
using Tokgate.Server.Upstream;

namespace Tokgate.Server.Dashboard.SignIn;

/// <summary>Sends whoever administers to TikTok, always anew, as an application's person is sent. They come back to <see cref="BrokerPage"/>.</summary>
[AllowAnonymous]
internal sealed class BrokerStartPage(ConnectionDirectory directory, UpstreamStart upstream) : DashboardModel
{
    public const string Path = "/dashboard/broker/start";

    public IReadOnlyList<string> Connections { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? connection)
    {
        var all = directory.For(names: null);
        var chosen = connection is null && all is [var only] ? only : all.FirstOrDefault(known => string.Equals(known.Name, connection, StringComparison.Ordinal));
        if (chosen is null || HttpMethods.IsHead(Request.Method))
        {
            Connections = [.. all.Select(static known => known.Name)];
            return Page();
        }

        await upstream.SendAdministratorAsync(HttpContext, chosen);
        return new EmptyResult();
    }
}
