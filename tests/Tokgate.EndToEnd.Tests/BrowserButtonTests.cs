using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tokgate.EndToEnd.Tests;

/// <summary><c>&lt;tokgate-button&gt;</c> as Chromium shows it: to everybody, in every form, and whatever its attributes say.</summary>
[Collection(SinglePageCollection.Name)]
public sealed class BrowserButtonTests(SinglePageFixture world)
{
    private const string Forms = """
        <tokgate-button></tokgate-button>
        <tokgate-button theme="light" size="small" shape="pill"></tokgate-button>
        <tokgate-button theme="dark" size="large" shape="square"></tokgate-button>
        """;

    [Theory]
    [InlineData("en", ColorScheme.Light, 1280, "Continue with TikTok")]
    [InlineData("de-AT", ColorScheme.Dark, 360, "Weiter mit TikTok")]
    [InlineData("ja", ColorScheme.Dark, 1280, "TikTok で続行")]
    [InlineData("ar", ColorScheme.Light, 360, "المتابعة باستخدام TikTok")]
    [InlineData("fr", ColorScheme.Light, 1280, "Continue with TikTok")]
    public async Task Wcag_2_2_AA_It_has_no_fault_that_axe_finds_in_any_form(string language, ColorScheme scheme, int width, string words)
    {
        var page = await OpenAsync(language, Forms, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true })).ToHaveCountAsync(3);
        Assert.Empty(await AxeText.FaultsAsync(page, world.Axe));
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        var places = await page.EvaluateAsync<JsonElement>("""
            [...document.querySelectorAll("tokgate-button")].map(({ shadowRoot }) => {
              const at = (name) => shadowRoot.querySelector(name).getBoundingClientRect();
              return { rightToLeft: at("svg").left > at("span").left, height: at("button").height };
            })
            """);
        Assert.All(places.EnumerateArray(), place => Assert.Equal(language == "ar", place.GetProperty("rightToLeft").GetBoolean()));
        Assert.Equal([44, 36, 52], places.EnumerateArray().Select(static place => place.GetProperty("height").GetDouble()));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task T_23_Whatever_an_attribute_says_is_text()
    {
        const string attack = "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&lt;script src=//evil.example/x&gt;&lt;/script&gt;javascript:alert(1)";
        var names = (string[])["theme", "size", "shape", "lang", "base", "issuer", "client-id", "redirect-uri", "return-to", "scope"];
        var page = await OpenAsync("en", $"<tokgate-button {string.Join(' ', names.Select(name => $"{name}=\"{attack}\""))}></tokgate-button><tokgate-button base=\"javascript:alert(1)\"></tokgate-button>");
        var complaints = ScriptTrap.Set(page);

        foreach (var button in await page.Locator("tokgate-button").AllAsync())
        {
            await button.ClickAsync();
            await Expect(button.GetByRole(AriaRole.Alert)).ToContainTextAsync("needed");
        }

        Assert.Equal("button,div,path,span,svg", await page.EvaluateAsync<string>(
            "[...new Set([...document.querySelectorAll('tokgate-button')].flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll('*')].map(({ localName }) => localName)))].sort().join()"));
        Assert.Empty(complaints);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_page_is_told_of_a_failure_and_may_show_it_itself()
    {
        var page = await OpenAsync("en", """<tokgate-button issuer="http://localhost:1" client-id="x" redirect-uri="/"></tokgate-button>""");
        var button = page.Locator("tokgate-button");
        await page.EvaluateAsync("addEventListener('tokgate-error', (event) => { window.told = event.detail.code; if (window.quiet) event.preventDefault(); })");

        await button.ClickAsync();
        await Expect(button.GetByRole(AriaRole.Alert)).ToContainTextAsync("http://localhost:1/.well-known/openid-configuration could not be asked");
        Assert.Equal("unreachable", await page.EvaluateAsync<string>("told"));
        Assert.Empty(await AxeText.FaultsAsync(page, world.Axe));

        await page.EvaluateAsync("delete window.told, window.quiet = true");
        await button.ClickAsync();
        await page.WaitForFunctionAsync("window.told");
        await Expect(button.GetByRole(AriaRole.Alert)).ToBeEmptyAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_scripts_the_page_s_own_words_stand_in_its_place()
    {
        var page = await OpenAsync("en", """<tokgate-button><a href="/sign-in">Continue with TikTok</a></tokgate-button>""", new() { JavaScriptEnabled = false });

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Continue with TikTok" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenAsync(string language, string body, BrowserNewContextOptions? options = null)
    {
        var page = await world.Chromium.NewPageAsync(options);
        var address = new Uri(world.Plain.Address, "/buttons").AbsoluteUri;
        await page.RouteAsync(address, route => route.FulfillAsync(new()
        {
            ContentType = "text/html; charset=utf-8",
            Headers = new Dictionary<string, string>
            {
                ["content-type"] = "text/html; charset=utf-8",
                ["content-security-policy"] = "default-src 'none'; script-src 'self'; connect-src 'self' http://localhost:1; require-trusted-types-for 'script'",
            },
            Body = $"""
                <!doctype html>
                <html lang="{language}" dir="{(language == "ar" ? "rtl" : "ltr")}">
                <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>Buttons</title>
                <script type="module" src="/tokgate/element.js"></script>
                {body}
                """,
        }));
        await page.GotoAsync(address);
        return page;
    }
}
