using System.Text.Json;
using Tokgate.Server.Keys;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Keys;

public sealed class KeyRotationTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_key_is_announced_before_it_signs_and_verified_after_it_has_signed()
    {
        await using var broker = await Broker.StartAsync();
        var rotation = broker.Get<KeyRotation>();
        var first = await SigningKidAsync(broker);
        broker.Time.Advance(TimeSpan.FromDays(89));
        await rotation.EnsureAsync(None);
        var announced = (await KidsAsync(broker)).Except([first]).Single(kid => kid.Algorithm == "ES256");
        Assert.Equal(first.Kid, (await SigningKidAsync(broker)).Kid);

        broker.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(announced.Kid, (await SigningKidAsync(broker)).Kid);
        Assert.Contains(first, await KidsAsync(broker));

        broker.Time.Advance(TimeSpan.FromDays(14));
        await rotation.EnsureAsync(None);
        Assert.DoesNotContain(first, await KidsAsync(broker));
        Assert.DoesNotContain(await broker.Get<ISigningKeyStore>().ListAsync(None), key => key.Id == first.Kid);
    }

    [Fact]
    public async Task Two_nodes_sign_with_the_same_key_at_every_moment_of_a_rotation()
    {
        using var directory = new TempDirectory();
        var time = new ManualTime();
        await using var one = await Broker.StartAsync(dataDirectory: directory.Path, time: time);
        await using var two = await Broker.StartAsync(dataDirectory: directory.Path, time: time);
        Assert.Equal(await SigningKidAsync(one), await SigningKidAsync(two));
        await Task.WhenAll(one.Get<KeyRotation>().RotateAsync(SigningAlgorithm.ES256, None), two.Get<KeyRotation>().RotateAsync(SigningAlgorithm.ES256, None));
        for (var hour = 0; hour < 30; hour++)
        {
            time.Advance(TimeSpan.FromHours(1));
            var kid = await SigningKidAsync(one);
            Assert.Equal(kid, await SigningKidAsync(two));
            Assert.Contains(kid, await KidsAsync(two));
        }

        Assert.Equal(2, (await one.Get<ISigningKeyStore>().ListAsync(None)).Count(key => key.Algorithm == SigningAlgorithm.ES256));
    }

    [Fact]
    public async Task A_leaked_key_is_gone_from_all_nodes_within_the_refresh()
    {
        using var directory = new TempDirectory();
        var time = new ManualTime();
        await using var one = await Broker.StartAsync(dataDirectory: directory.Path, time: time);
        await using var two = await Broker.StartAsync(dataDirectory: directory.Path, time: time);
        var leaked = await SigningKidAsync(two);
        Assert.True(await one.Get<KeyRotation>().RemoveAsync(leaked.Kid, None));
        Assert.False(await one.Get<KeyRotation>().RemoveAsync("unknown", None));
        Assert.NotEqual(leaked, await SigningKidAsync(one));

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(leaked, await KidsAsync(two));
        Assert.Equal(await SigningKidAsync(one), await SigningKidAsync(two));
    }

    [Fact]
    public async Task The_key_set_has_only_public_members()
    {
        await using var broker = await Broker.StartAsync();
        var answer = await broker.GetAsync("/.well-known/jwks.json");
        Assert.Equal("application/json", answer.Headers["Content-Type"]);
        Assert.Equal("public, max-age=300", answer.Headers["Cache-Control"]);
        var keys = answer.Json.GetProperty("keys").EnumerateArray().ToList();
        Assert.Equal(2, keys.Count);
        Assert.Equal(["alg", "e", "kid", "kty", "n", "use"], Members(keys.Single(key => key.GetProperty("kty").GetString() == "RSA")));
        Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], Members(keys.Single(key => key.GetProperty("kty").GetString() == "EC")));

        static IEnumerable<string> Members(JsonElement key) => key.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void What_is_sealed_opens_only_with_its_key_at_its_place_unchanged()
    {
        var key = SealingKey.From([.. Enumerable.Repeat((byte)1, 32)]);
        var other = SealingKey.From([.. Enumerable.Repeat((byte)2, 32)]);
        var box = key.Seal("secret"u8, "here"u8);
        Assert.True(key.TryOpen(box, "here"u8, out var plain));
        Assert.Equal("secret"u8.ToArray(), plain);
        Assert.False(key.TryOpen(box, "there"u8, out _));
        Assert.False(other.TryOpen(box, "here"u8, out _));
        Assert.False(key.TryOpen(box.AsSpan(0, 10), "here"u8, out _));
        for (var index = 0; index < box.Length; index++)
        {
            var changed = box.ToArray();
            changed[index] ^= 1;
            Assert.False(key.TryOpen(changed, "here"u8, out _));
        }

        Assert.NotEqual(box, key.Seal("secret"u8, "here"u8));
    }

    private static async Task<(string Kid, string Algorithm)> SigningKidAsync(Broker broker)
    {
        var header = Broker.HeaderOf(await broker.MachineTokenAsync());
        return (header.GetProperty("kid").GetString()!, header.GetProperty("alg").GetString()!);
    }

    private static async Task<List<(string Kid, string Algorithm)>> KidsAsync(Broker broker) =>
        [.. (await broker.GetAsync("/.well-known/jwks.json")).Json.GetProperty("keys").EnumerateArray().Select(key => (key.GetProperty("kid").GetString()!, key.GetProperty("alg").GetString()!))];
}
