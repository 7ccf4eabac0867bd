using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Apis;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Connections;

/// <summary>The short form: which app, its key and its secret. All else has a default.</summary>
internal sealed class NewConnectionPage(ManagementDesk desk, IHostEnvironment environment) : DashboardPage(desk)
{
    public bool MayCreate => May(ManagementScopes.Create("connections"));

    public bool IsProduction => environment.IsProduction();

    public IEnumerable<EnvironmentWords> Kinds => EnvironmentWords.All.Where(kind => !IsProduction || kind.Word != EnvironmentWords.Emulator);

    public string Suggested { get; private set; } = "tiktok";

    public string Kind { get; private set; } = "production";

    public bool IsDouyin { get; private set; }

    public async Task OnGetAsync(string? kind)
    {
        Kind = Kinds.Any(one => one.Word == kind) ? kind! : IsProduction ? "production" : "sandbox"; // one of them, as just seen
        var names = (await GetAsync("connections", [new("per_page", "100"), new("fields", "name")])).Body.Items().Select(static one => one.Text("name")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Suggested = Enumerable.Range(1, 101).Select(static number => number == 1 ? "tiktok" : $"tiktok-{number}").First(name => !names.Contains(name));
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var form = Request.Form;
        (Kind, Suggested) = (form["environment"].ToString(), form["name"].ToString().Trim());
        var app = Typed.App(form, Kind);
        app["live"] = true;
        IsDouyin = form["service"] == ConnectionShape.Douyin;
        var strategy = IsDouyin ? ConnectionShape.Douyin : ConnectionShape.Strategy;
        var answer = await PostAsync("connections", new JsonObject { ["name"] = Suggested, ["strategy"] = strategy, ["options"] = new JsonObject { ["apps"] = new JsonArray(app) } });
        Error = answer.Error;
        return Error is not null ? Page() : Done($"The connection is there. Register the redirect URI below at {(IsDouyin ? "Douyin" : "TikTok")}.", ConnectionDetailPage.PathOf(Suggested));
    }
}
