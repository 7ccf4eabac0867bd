using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Tokgate.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>Quick starts as the page shows them, with people signing in by them. Express is with <see cref="ApplicationTests"/>.</summary>
public sealed class QuickStartTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    // What Next.js does around it: hands requests to Auth.js and its answers back.
    private const string AuthJsHost = """
        import { createServer } from "node:http";
        import { Auth } from "@auth/core";
        import config from "./auth.config.mjs";

        const origin = process.env.ORIGIN;
        createServer(async (request, response) => {
          const chunks = [];
          for await (const chunk of request) chunks.push(chunk);
          if (!request.url.startsWith("/api/auth")) return response.end("home");
          const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
          const answer = await Auth(new Request(new URL(request.url, origin), { method: request.method, headers: request.headers, body }), { ...config, basePath: "/api/auth", trustHost: true, secret: "auth-secret-of-the-tests-0001" });
          for (const [name, value] of answer.headers) if (name !== "set-cookie") response.setHeader(name, value);
          response.setHeader("set-cookie", answer.headers.getSetCookie());
          response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
        }).listen(new URL(origin).port);
        """;

    [Fact]
    public async Task The_one_for_Auth_js_signs_a_person_in()
    {
        var page = await fixture.NewPageAsync();
        var origin = $"http://localhost:{FreePort.Next()}";
        var (_, secret) = await fixture.CreateAsync(page, "Auth.js", "regular_web", origin + "/somewhere");
        await page.GetByTestId("to-quick-start").ClickAsync();
        await page.GetByTestId("start-auth-js").ClickAsync();

        // Auth.js decides where people come back; the page says that it is not registered, and registers it.
        await Expect(page.GetByTestId("not-registered")).ToContainTextAsync(origin + "/api/auth/callback/tokgate");
        await page.GetByTestId("register").ClickAsync();
        await Expect(page.GetByTestId("not-registered")).ToHaveCountAsync(0);
        await using var program = await NodeProgram.StartAsync(
            [("host.mjs", AuthJsHost), ("auth.config.mjs", await page.FileAsync("auth.config.mjs"))],
            new Dictionary<string, string> { ["ORIGIN"] = origin, ["TOKGATE_CLIENT_SECRET"] = secret! }, // a web application has one
            new Uri(origin));

        var person = await fixture.Chromium.NewPageAsync();
        await person.GotoAsync(origin + "/api/auth/signin");
        await person.GetByRole(AriaRole.Button).ClickAsync();
        await person.ConsentAsync(isAsked: true);
        await Expect(person.Locator("body")).ToHaveTextAsync("home");
        await person.GotoAsync(origin + "/api/auth/session");
        await Expect(person.Locator("body")).ToContainTextAsync("\"name\":");
        await page.Context.CloseAsync();
        await person.Context.CloseAsync();
    }

    [Fact]
    public async Task The_one_for_a_single_page_app_signs_a_person_in()
    {
        var page = await fixture.NewPageAsync();
        var origin = $"http://localhost:{FreePort.Next()}";
        var (_, secret) = await fixture.CreateAsync(page, "Single page", "spa", origin + "/callback");
        Assert.Null(secret);
        await page.GetByTestId("to-quick-start").ClickAsync();
        await Expect(page.GetByTestId("start-title")).ToHaveTextAsync("Single-page app");
        await using var application = Serve(origin, await page.FileAsync("src/main.js"));
        await application.StartAsync();

        var person = await fixture.Chromium.NewPageAsync();
        await person.GotoAsync(origin);
        await person.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in with TikTok" }).ClickAsync();
        await person.ConsentAsync(isAsked: true);
        await Expect(person.Locator("p")).ToHaveTextAsync(ApplicationWalk.SignedIn);
        await page.Context.CloseAsync();
        await person.Context.CloseAsync();
    }

    [Fact]
    public async Task The_one_for_ASP_NET_Core_signs_a_person_in()
    {
        var (page, origin, secret) = await OpenAsync("ASP.NET Core", "aspnet-core", "/signin-oidc");
        var run = await page.CommandAsync();
        Assert.StartsWith("dotnet run ", run, StringComparison.Ordinal);
        await using var program = await CSharpProgram.StartAsync(
            await page.FileAsync("Program.cs"), run["dotnet run ".Length..], new Dictionary<string, string> { ["TOKGATE_CLIENT_SECRET"] = secret }, new Uri(origin));
        await SignInAsync(page, origin);
    }

    [Fact]
    public async Task The_one_for_Django_signs_a_person_in()
    {
        var (page, origin, secret) = await OpenAsync("Django", "django", "/callback");
        List<(string, string)> files = [];
        foreach (var name in (string[])["settings.py", "signin.py", "urls.py"])
        {
            files.Add((name, await page.FileAsync(name)));
        }

        var run = await page.CommandAsync();
        Assert.StartsWith("python -m django ", run, StringComparison.Ordinal);
        await using var program = await RunningProgram.StartAsync(
            files, prepare: null, "/usr/bin/python3" + run["python".Length..], new Dictionary<string, string> { ["TOKGATE_CLIENT_SECRET"] = secret, ["DJANGO_SECRET_KEY"] = "session-secret-of-the-tests-0001" }, new Uri(origin));
        await SignInAsync(page, origin);
    }

    [Fact]
    public async Task The_one_for_Go_signs_a_person_in()
    {
        var (page, origin, secret) = await OpenAsync("Go", "go", "/callback");
        await using var program = await RunningProgram.StartAsync(
            [("main.go", await page.FileAsync("main.go"))],
            LinkGoAsync,
            "env GOPATH=\"$PWD/go:/usr/share/gocode\" " + await page.CommandAsync(),
            new Dictionary<string, string> { ["TOKGATE_CLIENT_SECRET"] = secret, ["GO111MODULE"] = "off", ["GOFLAGS"] = "" },
            new Uri(origin));
        await SignInAsync(page, origin);
    }

    // Debian has the former major version of the package, with the same names in it for all that is used here.
    private static Task LinkGoAsync(string folder)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, "go", "src", "github.com", "coreos", "go-oidc", "v3"));
        Directory.CreateSymbolicLink(Path.Combine(place.FullName, "oidc"), "/usr/share/gocode/src/github.com/coreos/go-oidc");
        return Task.CompletedTask;
    }

    private async Task<(IPage Page, string Origin, string Secret)> OpenAsync(string name, string start, string callback)
    {
        var page = await fixture.NewPageAsync();
        var origin = $"http://localhost:{FreePort.Next()}";
        var (_, secret) = await fixture.CreateAsync(page, name, "regular_web", origin + callback);
        await page.GetByTestId("to-quick-start").ClickAsync();
        await page.GetByTestId("start-" + start).ClickAsync();
        await Expect(page.GetByTestId("start-title")).ToHaveTextAsync(name);
        await Expect(page.GetByTestId("not-registered")).ToHaveCountAsync(0);
        return (page, origin, secret!); // a web application has one
    }

    private async Task SignInAsync(IPage page, string origin)
    {
        var person = await fixture.Chromium.NewPageAsync();
        await person.GotoAsync(origin);
        await Expect(person.Locator("body")).ToContainTextAsync("Not signed in");
        await person.GotoAsync(origin + "/login");
        await person.ConsentAsync(isAsked: true);
        await Expect(person.Locator("body")).ToHaveTextAsync(ApplicationWalk.SignedIn);
        await page.Context.CloseAsync();
        await person.Context.CloseAsync();
    }

    [Theory]
    [InlineData("regular_web", "https://shop.example/cb")]
    [InlineData("spa", "https://shop.example/cb")]
    [InlineData("native", "com.example.shop:/cb")]
    public async Task Every_one_has_the_applications_own_values_and_no_place_is_left_open(string type, string callback)
    {
        var page = await fixture.NewPageAsync();
        var (id, _) = await fixture.CreateAsync(page, "Values", type, callback);
        await page.GetByTestId("to-quick-start").ClickAsync();
        var names = await page.Locator("a[data-testid^='start-']").EvaluateAllAsync<string[]>("links => links.map(link => link.dataset.testid)");
        Assert.NotEmpty(names);
        foreach (var name in names)
        {
            await page.GetByTestId(name).ClickAsync();
            var shown = string.Join('\n', await page.GetByTestId("code").AllTextContentsAsync());
            Assert.DoesNotContain("{{", shown, StringComparison.Ordinal);
            Assert.Contains(id, shown, StringComparison.Ordinal);
            Assert.Contains(fixture.At("").TrimEnd('/'), shown, StringComparison.Ordinal);
        }

        await page.Context.CloseAsync();
    }

    // What a bundler does: names of packages become files.
    private static WebApplication Serve(string origin, string main)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["/main.js"] = Encoding.UTF8.GetBytes(main),
            ["/oidc-client-ts.js"] = File.ReadAllBytes(PeerFiles.Find("oidc-client-ts", "dist", "esm", "oidc-client-ts.js")),
            ["/jwt-decode.js"] = File.ReadAllBytes(PeerFiles.Find("jwt-decode", "build", "esm", "index.js")),
        };
        const string page = """
            <!doctype html>
            <title>Single page</title>
            <script type="importmap">{ "imports": { "oidc-client-ts": "/oidc-client-ts.js", "jwt-decode": "/jwt-decode.js" } }</script>
            <body></body>
            <script type="module" src="/main.js"></script>
            """;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Urls.Add(origin);
        application.MapGet("/{**path}", (HttpContext context) => files.TryGetValue(context.Request.Path, out var script) ? Results.Bytes(script, "text/javascript") : Results.Content(page, "text/html", Encoding.UTF8));
        return application;
    }
}
