using System.Runtime.Versioning;
using Tokgate.Vault.Tests.Hosting;

namespace Tokgate.Vault.Tests.Sealing;

/// <summary>Where master keys come from, and what is refused at start.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MasterKeyTests
{
    private static readonly string KeyText = Some.Key.Text(1);

    [Fact]
    public void A_key_file_is_read_if_only_its_owner_may()
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory["key"], KeyText + "\n");
        File.SetUnixFileMode(directory["key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(new Some.Key(1).Load().Id, new MasterKeyFile(directory["key"]).Load().Id);

        File.SetUnixFileMode(directory["key"], UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Equal(ErrorIds.MasterKeyExposed, Assert.Throws<VaultKeyException>(new MasterKeyFile(directory["key"]).Load).Id);
        Assert.Equal(ErrorIds.MasterKeyMissing, Assert.Throws<VaultKeyException>(new MasterKeyFile(directory["none"]).Load).Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB")]
    [InlineData("not base64 at all, and a secret all the same")]
    public void A_malformed_key_is_refused_and_not_repeated(string text)
    {
        using var directory = new TempDirectory();
        File.WriteAllText(directory["key"], text);
        File.SetUnixFileMode(directory["key"], UnixFileMode.UserRead);

        var refusal = Assert.Throws<VaultKeyException>(new MasterKeyFile(directory["key"]).Load);

        Assert.Equal(ErrorIds.MasterKeyMalformed, refusal.Id);
        Assert.True(text.Length == 0 || !refusal.ToString().Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_comes_from_a_variable()
    {
        const string Name = "TOKGATE_TEST_MASTER_KEY";
        Assert.Equal(ErrorIds.MasterKeyMissing, Assert.Throws<VaultKeyException>(new MasterKeyVariable(Name).Load).Id);
        Environment.SetEnvironmentVariable(Name, KeyText);
        Assert.Equal(new Some.Key(1).Load().Id, new MasterKeyVariable(Name).Load().Id);
        Environment.SetEnvironmentVariable(Name, null);
    }

    [Fact]
    public void A_command_unwraps_a_key()
    {
        Assert.Equal(new Some.Key(1).Load().Id, new MasterKeyCommand("/bin/sh", "-c", "echo $0", KeyText).Load().Id);
        Assert.Equal(ErrorIds.UnwrapCommandFailed, Assert.Throws<VaultKeyException>(new MasterKeyCommand("/bin/sh", "-c", "echo secret; exit 3").Load).Id);
        Assert.Equal(ErrorIds.UnwrapCommandFailed, Assert.Throws<VaultKeyException>(new MasterKeyCommand("/no/such/program").Load).Id);
        Assert.Equal(
            ErrorIds.UnwrapCommandFailed, Assert.Throws<VaultKeyException>(new MasterKeyCommand("/bin/sh", "-c", "exec sleep 60") { Timeout = TimeSpan.FromMilliseconds(100) }.Load).Id);
        var loud = Assert.Throws<VaultKeyException>(new MasterKeyCommand("/bin/sh", "-c", "echo hunter2").Load);
        Assert.Equal(ErrorIds.MasterKeyMalformed, loud.Id);
        Assert.DoesNotContain("hunter2", loud.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<string> Engines => World.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_database_takes_only_the_key_that_it_was_made_with(string engine)
    {
        await using var world = await World.StartAsync(engine);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Node().CheckKeysAsync()));

        world.Keys = new MasterKeyRing(new Some.Key(2));
        Assert.Equal(ErrorIds.MasterKeyWrong, (await Assert.ThrowsAsync<VaultKeyException>(() => world.Node().CheckKeysAsync())).Id);
        world.Keys = new MasterKeyRing(new MasterKeyFile("/no/such/file"));
        Assert.Equal(ErrorIds.MasterKeyMissing, (await Assert.ThrowsAsync<VaultKeyException>(() => world.Node().CheckKeysAsync())).Id);
        world.Keys = new MasterKeyRing(new Some.Key(1));
        await world.Node().CheckKeysAsync();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task After_a_rotation_the_older_key_is_refused(string engine)
    {
        await using var world = await World.StartAsync(engine);
        await world.Vault.CheckKeysAsync();
        var grant = await world.SignInAsync();

        // The order of a rolling change: everybody knows both, then everybody seals with the new one, then the old one is moved away from.
        world.Keys = new MasterKeyRing(new Some.Key(1), new Some.Key(2));
        var former = world.Node();
        await former.CheckKeysAsync();
        world.Keys = new MasterKeyRing(new Some.Key(2), new Some.Key(1));
        var next = world.Node();
        await next.CheckKeysAsync();
        await former.CheckKeysAsync();
        Assert.Equal(1, await next.RewrapAsync());
        Assert.True((await former.GetAccessTokenAsync(grant.Id)).IsActive);

        world.Keys = new MasterKeyRing(new Some.Key(2));
        await world.Node().CheckKeysAsync();
        Assert.True((await world.Node().GetAccessTokenAsync(grant.Id)).IsActive);
        world.Keys = new MasterKeyRing(new Some.Key(1));
        Assert.Equal(ErrorIds.MasterKeyRetired, (await Assert.ThrowsAsync<VaultKeyException>(() => world.Node().CheckKeysAsync())).Id);
        Assert.Equal(ErrorIds.MasterKeyUnknown, (await Assert.ThrowsAsync<VaultKeyException>(() => world.Node().GetAccessTokenAsync(grant.Id))).Id);
    }
}
