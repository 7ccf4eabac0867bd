using System.Net;
using System.Security.Claims;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tokgate.AspNetCore.Tests.Hosting;
using Tokgate.TestKit;

namespace Tokgate.AspNetCore.Tests.Vault;

/// <summary>A sign-in hands its tokens to the vault, and the session keeps the grant's name.</summary>
public sealed class VaultSignInTests
{
    public static TheoryData<string> Engines => VaultApplication.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_session_carries_the_grant_and_no_token(string engine)
    {
        await using var application = await VaultApplication.StartAsync(engine);
        using var browser = new BrowserWalker();

        var session = await application.SignInAsync(browser);
        var answer = await application.TokenAsync(browser);

        Assert.NotEmpty(session["grant"]!.GetValue<string>());
        Assert.Equal(0, session["tokens"]!.GetValue<int>());
        Assert.InRange(session["cookies"]!.GetValue<int>(), 1, 2_500);
        Assert.Equal(("Active", 1), (answer["standing"]!.GetValue<string>(), answer["generation"]!.GetValue<int>()));
        Assert.Equal(HttpStatusCode.OK, await AskTikTokAsync(application, answer["token"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Signing_in_again_replaces_the_tokens_of_the_same_grant()
    {
        await using var application = await VaultApplication.StartAsync();
        using var first = new BrowserWalker();
        using var second = new BrowserWalker();

        var before = await application.SignInAsync(first);
        var after = await application.SignInAsync(second);

        Assert.Equal(before["grant"]!.GetValue<string>(), after["grant"]!.GetValue<string>());
        Assert.Equal(2, (await application.TokenAsync(first))["generation"]!.GetValue<int>());
    }

    [Fact]
    public async Task Two_people_have_two_grants()
    {
        await using var application = await VaultApplication.StartAsync();
        using var first = new BrowserWalker();
        using var second = new BrowserWalker();
        await application.SignInAsync(first);
        await application.Emulator.ConsentAsync("creator_sparse");
        await application.SignInAsync(second);

        Assert.NotEqual((await application.TokenAsync(first))["token"]!.GetValue<string>(), (await application.TokenAsync(second))["token"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_application_says_who_owns_a_grant()
    {
        await using var application = await VaultApplication.StartAsync(vault: options => options.FindOwner = context => ValueTask.FromResult<string?>(
            $"{context.Scheme} {context.Principal.FindFirstValue(ClaimTypes.Name)} {context.OpenId.Length > 0} {context.HttpContext.User.Identity!.IsAuthenticated}"));
        using var browser = new BrowserWalker();

        var session = await application.SignInAsync(browser);

        var grant = Assert.Single(await application.Vault.ListAsync("TikTok Camille Full True False"));
        Assert.Equal(session["grant"]!.GetValue<string>(), grant.Id);
    }

    [Fact]
    public async Task Without_an_owner_nobody_is_signed_in()
    {
        await using var application = await VaultApplication.StartAsync(vault: options => options.FindOwner = static _ => ValueTask.FromResult<string?>(null));
        using var browser = new BrowserWalker();

        var page = await browser.GetAsync(new Uri(application.Address, "/login"));

        Assert.Equal((HttpStatusCode.BadRequest, "TTK2104"), (page.Status, page.Body));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(new Uri(application.Address, "/me"))).Status);
    }

    [Fact]
    public async Task Tokens_that_cannot_be_kept_sign_nobody_in()
    {
        await using var application = await VaultApplication.StartAsync();
        using (var scope = application.Services.CreateScope())
        {
            await scope.ServiceProvider.GetRequiredService<VaultContext>().Database.ExecuteSqlRawAsync("drop table vault_grants");
        }

        using var browser = new BrowserWalker();

        var page = await browser.GetAsync(new Uri(application.Address, "/login"));

        Assert.Equal((HttpStatusCode.BadRequest, "TTK2105"), (page.Status, page.Body));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(new Uri(application.Address, "/me"))).Status);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_has_no_token_and_must_sign_in()
    {
        await using var application = await VaultApplication.StartAsync();
        using var browser = new BrowserWalker();

        var answer = await application.TokenAsync(browser);

        Assert.Equal(("NotFound", true), (answer["standing"]!.GetValue<string>(), answer["sign_in"]!.GetValue<bool>()));
        Assert.Equal("NotFound", (await browser.GetAsync(new Uri(application.Address, "/disconnect"))).Body);
    }

    [Fact]
    public async Task No_token_stands_in_the_database_or_in_the_log()
    {
        await using var application = await VaultApplication.StartAsync();
        using var browser = new BrowserWalker();
        await application.SignInAsync(browser);
        await application.PassAsync();
        var token = (await application.TokenAsync(browser))["token"]!.GetValue<string>();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri(application.Address, "/profile"))).Status);

        Assert.DoesNotContain(token, application.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, Encoding.Latin1.GetString(await application.ReadDatabaseAsync()), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> AskTikTokAsync(VaultApplication application, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v2/user/info/?fields=open_id");
        request.Headers.Authorization = new("Bearer", token);
        using var response = await application.Emulator.Control.SendAsync(request);
        return response.StatusCode;
    }
}
