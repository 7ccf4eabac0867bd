using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Authorize;

/// <summary>Row C-05 over random strings, and row C-17.</summary>
public sealed class RoundTripTests(SignInFixture fixture) : IClassFixture<SignInFixture>
{
    private readonly SignInWorld world = fixture.World;

    [Fact]
    public async Task C_05_State_and_nonce_come_back_as_they_were_whatever_they_are()
    {
        using var browser = world.NewBrowser();
        await browser.GoAsync(SignInWorld.Authorize());
        for (var round = 0; round < 40; round++)
        {
            var (state, nonce) = (Text(), Text());
            var answer = await browser.PostAsync(
                "/authorize", ("client_id", The.Web), ("redirect_uri", SignInWorld.Callback), ("response_type", "code"), ("scope", "openid"), ("prompt", "none"), ("state", state), ("nonce", nonce));
            Assert.Equal(state, answer.Query["state"]);
            Assert.Equal(nonce, (await IdTokenAsync(world, answer)).GetProperty("nonce").GetString());
        }
    }

    [Fact]
    public async Task C_17_A_subject_stays_with_its_person_through_a_new_name_and_is_never_given_again()
    {
        await using var own = await SignInWorld.StartAsync();
        await own.TikTok.PostAsync("/_emulator/users", new { username = "somebody", display_name = "First" });
        var first = await SubjectAsync(own, "somebody");
        Assert.Matches("^[A-Za-z0-9]{20,255}$", first);
        await own.TikTok.PutAsync("/_emulator/users/somebody", new { username = "renamed", display_name = "Second" });
        Assert.Equal(first, await SubjectAsync(own, "renamed"));

        Assert.Equal(1, await own.Broker.Get<IWriteDoor>().WriteAsync(context => context.Users.Where(user => user.Id == first).ExecuteDeleteAsync(), CancellationToken.None));
        var second = await SubjectAsync(own, "renamed");
        Assert.NotEqual(first, second);
        Assert.NotEqual(second, await SubjectAsync(own, "creator_full"));
    }

    private static async Task<string> SubjectAsync(SignInWorld world, string username)
    {
        await world.TikTok.ConsentAsync(username);
        using var browser = world.NewBrowser();
        return (await IdTokenAsync(world, await browser.GoAsync(SignInWorld.Authorize(("scope", "openid"))))).GetProperty("sub").GetString()!; // every ID token has one
    }

    private static async Task<JsonElement> IdTokenAsync(SignInWorld world, Answer landed)
    {
        var bought = await world.Broker.PostAsync(
            SignIn.TokenPath, Broker.Basic(The.Web, The.WebSecret), ("grant_type", "authorization_code"), ("code", landed.Query["code"]), ("redirect_uri", SignInWorld.Callback));
        return Broker.PayloadOf(bought.Json.GetProperty("id_token").GetString()!); // openid was asked for
    }

    // Up to 512 characters: half of them printable ASCII, the others anything but control characters and halves of pairs.
    private static string Text()
    {
        var text = new StringBuilder();
        for (var left = RandomNumberGenerator.GetInt32(1, 256); left > 0; left--)
        {
            text.Append(RandomNumberGenerator.GetInt32(4) switch
            {
                0 or 1 => new Rune(RandomNumberGenerator.GetInt32(0x20, 0x7F)),
                2 => new Rune(RandomNumberGenerator.GetInt32(0xA0, 0xD800)),
                _ => new Rune(RandomNumberGenerator.GetInt32(0x10000, 0x110000)),
            });
        }

        return text.ToString();
    }
}
