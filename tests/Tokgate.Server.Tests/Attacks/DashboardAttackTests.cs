using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Tokgate.Server.Administrators;
using Tokgate.Server.Apis;
using Tokgate.Server.Management;
using Tokgate.Server.Protocol;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Administrators;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>Every page of the dashboard that the running broker has, whoever wrote it, against what must not work on any.</summary>
public sealed class DashboardAttackTests : IAsyncLifetime
{
    // Whoever is not signed in is let at these alone; a page that is not here and says [AllowAnonymous] fails.
    private static readonly string[] Anonymous =
    [
        "/dashboard/broker", "/dashboard/broker/start", "/dashboard/sign-in", "/dashboard/trials/ended", "/dashboard/trials/run/{link}", "/dashboard/trials/{link}", "/dashboard/welcome/{link}",
    ];

    // A sign-in that begins.
    private const string BrokerStart = "/dashboard/broker/start";

    private Broker? started;

    private Broker Broker => started ?? throw new InvalidOperationException("xunit has not started it.");

    private IReadOnlyList<(string Path, RouteEndpoint Endpoint)> Pages => [.. Broker.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .Select(endpoint => ("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), endpoint))]; // made of text

    public async Task InitializeAsync() => started = await Broker.StartAsync(arguments: RouteFixture.NoLimits);

    public Task DisposeAsync() => Broker.DisposeAsync().AsTask();

    [Fact]
    public async Task T_64_Whoever_is_not_signed_in_sees_no_page_but_the_doors()
    {
        Assert.Equal(Anonymous, Pages.Where(page => page.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(page => page.Path).Order(StringComparer.Ordinal));
        Assert.True(Pages.Count > 10);
        using var stranger = new DashboardBrowser(Broker);
        foreach (var (path, _) in Pages.Where(page => !Anonymous.Contains(page.Path)))
        {
            Assert.StartsWith("/dashboard", path, StringComparison.Ordinal);
            var answer = await stranger.GetAsync(Filled(path));
            Assert.Equal((path, 302, $"/dashboard/sign-in?from={Uri.EscapeDataString(Filled(path))}"), (path, answer.Status, answer.Headers.GetValueOrDefault("Location")));
        }
    }

    [Fact]
    public async Task T_22_Every_page_is_closed_to_frames_foreign_scripts_and_caches()
    {
        using var owner = await DashboardBrowser.EnterAsync(Broker);
        foreach (var (path, _) in Pages)
        {
            var answer = await owner.GetAsync(Filled(path));
            Assert.True(answer.Status < 500, $"{path}: {answer.Status}");
            Assert.Equal((path, "DENY", "no-store"), (path, answer.Headers.GetValueOrDefault("X-Frame-Options"), answer.Headers.GetValueOrDefault("Cache-Control")));
            Assert.Equal("nosniff", answer.Headers.GetValueOrDefault("X-Content-Type-Options"));
            var policy = answer.Headers["Content-Security-Policy"];
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain(" style=\"", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task T_21_No_form_is_taken_without_its_token_or_from_another_site()
    {
        using var owner = await DashboardBrowser.EnterAsync(Broker);
        var token = await owner.TokenAsync("/dashboard/you");
        var before = Content();
        foreach (var (path, handler) in Handlers())
        {
            var address = Filled(path) + (handler is null ? "" : $"?handler={handler}");
            foreach (var wrong in (string?[])[null, "", "x", token[..^2]])
            {
                var answer = await owner.Browser.StepPostAsync(address, wrong is null ? [("id", "x")] : [("__RequestVerificationToken", wrong)]);
                Assert.True(answer.Status == 400, $"{address} with the token '{wrong}': {answer.Status}");
            }

            foreach (var (name, value) in ((string, string)[])[("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site")])
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]) };
                request.Headers.Add("Cookie", owner.Browser.Cookies.GetCookieHeader(new Uri(Broker.Issuer)));
                request.Headers.Add(name, value);
                var answer = await Answer.OfAsync(await Broker.Http.SendAsync(request));
                Assert.True(answer.Status == 403, $"{address} with {name}: {value}: {answer.Status}");
            }
        }

        Assert.Equal(before, Content());
    }

    [Fact]
    public async Task T_21_What_is_only_looked_at_changes_nothing_and_takes_no_other_method()
    {
        using var owner = await DashboardBrowser.EnterAsync(Broker);
        var link = new Uri(await Broker.Get<Invitations>().NewAsync(AdministratorRole.Viewer, null, "the test", CancellationToken.None)).AbsolutePath;
        var before = Content();
        foreach (var path in Pages.Where(page => page.Path != BrokerStart).Select(page => Filled(page.Path)).Append(link))
        {
            await owner.GetAsync(path);
            await owner.GetAsync($"{path}?handler=Remove&id=x&role=owner");
            foreach (var method in (string[])["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                request.Headers.Add("Cookie", owner.Browser.Cookies.GetCookieHeader(new Uri(Broker.Issuer)));
                var answer = await Answer.OfAsync(await Broker.Http.SendAsync(request));
                Assert.True(answer.Status == 405, $"{method} {path}: {answer.Status}");
            }
        }

        Assert.Equal(before, Content());
    }

    [Fact]
    public async Task T_64_A_viewer_changes_nothing_by_any_button()
    {
        using var viewer = await DashboardBrowser.EnterAsync(Broker, "ada", AdministratorRole.Viewer);
        var token = await viewer.TokenAsync("/dashboard/you");
        var before = Content();
        foreach (var (path, handler) in Handlers().Where(one => !Anonymous.Contains(one.Path) && !one.Path.StartsWith("/dashboard/you", StringComparison.Ordinal) && one.Path != "/dashboard/sign-out"))
        {
            foreach (var id in (string[])["tiktok", The.Web, "x"])
            {
                await viewer.Browser.StepPostAsync(
                    Filled(path, id) + (handler is null ? "" : $"?handler={handler}"), ("__RequestVerificationToken", token), ("id", id), ("role", "owner"), ("name", "changed"), ("url", "https://changed.example/"), ("type", "regular_web"));
            }
        }

        Assert.Equal(before, Content());
    }

    [Fact]
    public async Task T_64_A_role_opens_what_it_says_and_no_more()
    {
        Assert.InRange(ManagementScopes.All.Count, 1, Scope.MaxWords); // a token of them all can be read
        string[] ownersAlone = ["client_grants", "resource_servers", "signing_keys", "tenant_settings", "configuration", "administrators"];
        var desk = Broker.Get<ManagementDesk>();
        foreach (var operation in Broker.Get<ManagementRoutes>().All.Select(route => route.Operation))
        {
            var what = operation.Scope.Split(':')[1];
            var isRead = operation.Scope.StartsWith("read:", StringComparison.Ordinal);
            foreach (var role in Enum.GetValues<AdministratorRole>())
            {
                var isOpen = operation.Scope != "read:grant_tokens" && role switch
                {
                    AdministratorRole.Owner => true,
                    AdministratorRole.Editor => isRead ? what != "administrators" : !ownersAlone.Contains(what),
                    _ => isRead && what != "administrators",
                };
                Assert.True(isOpen == AdministratorScopes.Of(role).Contains(operation.Scope), $"{role} and {operation.Name}, which needs {operation.Scope}");
                if (!isOpen)
                {
                    var path = string.Join('/', operation.Path.Split('/').Select(part => part.StartsWith('{') ? "x" : part));
                    var refused = await desk.SendAsync(new ManagementCaller("test", AdministratorScopes.Of(role)), operation.Method, path, [], body: null, version: null, CancellationToken.None);
                    Assert.Equal((operation.Name, 403), (operation.Name, refused.Error?.Status));
                }
            }
        }
    }

    [Fact]
    public async Task T_15_Signing_in_leads_to_a_page_of_the_dashboard_and_nowhere_else()
    {
        using var owner = await DashboardBrowser.EnterAsync(Broker);
        foreach (var from in Payloads())
        {
            var answer = await owner.GetAsync("/dashboard/sign-in?from=" + Uri.EscapeDataString(from));
            Assert.Equal((from, 302, "/dashboard"), (from, answer.Status, answer.Headers.GetValueOrDefault("Location")));
        }

        foreach (var from in (string[])["/dashboard/users?q=a%20b&page=2", "/dashboard/connections/tiktok", "/dashboard?x=//evil.example"])
        {
            Assert.Equal(from, (await owner.GetAsync("/dashboard/sign-in?from=" + Uri.EscapeDataString(from))).Headers["Location"]);
        }

        var (_, codes) = await owner.SetPasswordAsync();
        using var again = new DashboardBrowser(Broker);
        Assert.Equal("/dashboard", (await again.SignInAsync(codes[0], from: "//evil.example/dashboard")).Headers["Location"]);
        using var third = new DashboardBrowser(Broker);
        Assert.Equal("/dashboard/logs", (await third.SignInAsync(codes[1], from: "/dashboard/logs")).Headers["Location"]);
    }

    private static IReadOnlyList<string> Payloads()
    {
        string[] starts = ["//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https:evil.example", "///evil.example", "javascript:alert(1)", "/dashboard.evil.example", "@evil.example", "\t//evil.example"];
        string[] tails = ["", "/dashboard", "?/dashboard", "#/dashboard"];
        string[] more =
        [
            "", " ", "dashboard", "/", "/account", "/dashboardx", "/Dashboard/users", "/dashboard//evil.example", "/dashboard/..//evil.example", "/dashboard/../account", "/dashboard/%2e%2e/account", "/dashboard\\..\\account",
            "/dashboard/\t/evil.example", "/dashboard\r\nLocation: https://evil.example", "/dashboard/%0d%0aLocation:x", "/dashboard/%5c%5cevil.example", "/dashboard/%2f%2fevil.example", "/dashboard/sign-out", "/dashboard/sign-in",
            "/dashboard/welcome/x", "/dashboard/broker", "/dashboard/\u202eevil", new string('a', 3000), "data:text/html,x",
        ];
        return [.. starts.SelectMany(start => tails.Select(tail => start + tail)), .. more];
    }

    private IEnumerable<(string Path, string? Handler)> Handlers() => Pages.SelectMany(page =>
        page.Endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>()!.HandlerMethods // pages are compiled with the program
            .Where(handler => handler.HttpMethod == "Post").Select(handler => (page.Path, (string?)handler.Name)));

    private string Content() => DatabaseContent.Of(Broker.Get<IOptions<StorageOptions>>().Value.Database!, "audit_events", "client_secrets", "sqlite_sequence"); // set by its own defaults

    private static string Filled(string path, string value = "x") => System.Text.RegularExpressions.Regex.Replace(path, "{[^}]*}", part => part.Value.EndsWith(":long}", StringComparison.Ordinal) ? "1" : value);
}
