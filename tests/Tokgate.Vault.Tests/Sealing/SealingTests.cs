using Microsoft.EntityFrameworkCore;
using Tokgate.Vault.Tests.Hosting;

namespace Tokgate.Vault.Tests.Sealing;

/// <summary>What somebody who can read and write the database can do: nothing.</summary>
public sealed class SealingTests
{
    public static TheoryData<string> Engines => World.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_database_holds_no_token_and_no_key(string engine)
    {
        await using var world = await World.StartAsync(engine);
        var grant = await world.SignInAsync();
        await world.PassAsync();
        var answer = await world.Vault.GetAccessTokenAsync(grant.Id);
        var all = await world.Vault.ExportAsync(grant.Id) ?? throw new InvalidOperationException("Nothing to export.");

        await using var context = world.Database.Open();
        var row = await context.Database.SqlQueryRaw<string>(engine == "PostgreSQL"
            ? "select encode(data_key, 'hex') || encode(access_token, 'hex') || encode(refresh_token, 'hex') || row_to_json(g)::text as \"Value\" from vault_grants g"
            : "select hex(data_key) || hex(access_token) || hex(refresh_token) || id || owner || scopes as \"Value\" from vault_grants").SingleAsync();
        foreach (var secret in new[] { answer.AccessToken!.Reveal(), all.AccessToken.Reveal(), all.RefreshToken!.Reveal() }) // the emulator gives both
        {
            Assert.DoesNotContain(secret, row, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(secret)), row, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret, world.Logs.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Convert.ToHexString(Convert.FromBase64String(Some.Key.Text(1))), row, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("access_token = (select access_token from vault_grants other where other.id <> vault_grants.id)")]
    [InlineData("data_key = (select data_key from vault_grants other where other.id <> vault_grants.id)")]
    [InlineData("data_key = (select data_key from vault_grants other where other.id <> vault_grants.id), access_token = (select access_token from vault_grants other where other.id <> vault_grants.id)")]
    [InlineData("access_token = refresh_token")]
    [InlineData("owner = 'somebody else'")]
    [InlineData("connection = 'another'")]
    [InlineData("open_id = 'another'")]
    [InlineData("data_key_version = 2")]
    [InlineData("access_token = access_token || x'00'")]
    [InlineData("access_token = x'01'")]
    public async Task What_was_swapped_or_changed_does_not_open(string change)
    {
        await using var world = await World.StartAsync();
        var (grant, other) = (await world.SignInAsync(), await world.SignInAsync("creator_sparse"));
        await using var context = world.Database.Open();
#pragma warning disable EF1003 // the changes above
        Assert.Equal(1, await context.Database.ExecuteSqlRawAsync("update vault_grants set " + change + " where id = {0}", grant.Id));
#pragma warning restore EF1003

        var refusal = await Assert.ThrowsAsync<VaultKeyException>(() => world.Vault.GetAccessTokenAsync(grant.Id));

        Assert.Equal(ErrorIds.SealBroken, refusal.Id);
        Assert.True((await world.Vault.GetAccessTokenAsync(other.Id)).IsActive);
    }

    [Fact]
    public void Each_flipped_bit_is_seen()
    {
        var key = new MasterKeyRing(new Some.Key(1)).Derive("test");
        var box = key.Seal("a secret"u8, "a place"u8);
        Assert.True(key.TryOpen(box, "a place"u8, out var plain));
        Assert.Equal("a secret"u8, plain);
        for (var bit = 0; bit < box.Length * 8; bit++)
        {
            var changed = (byte[])box.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.TryOpen(changed, "a place"u8, out _));
        }

        Assert.False(key.TryOpen(box, "another place"u8, out _));
        Assert.False(key.TryOpen(box.AsSpan(0, box.Length - 1), "a place"u8, out _));
        Assert.False(key.TryOpen([], "a place"u8, out _));
        Assert.False(new MasterKeyRing(new Some.Key(1)).Derive("other").TryOpen(box, "a place"u8, out _));
    }

    [Fact]
    public void T_54_No_nonce_comes_twice_in_a_million_writes()
    {
        // In the short form a fiftieth of them: a counter that begins anew, or 32 random bits, would be seen by either.
        var writes = Environment.GetEnvironmentVariable("TOKGATE_TEST_LONG") == "1" ? 1_000_000 : 20_000;
        var key = new MasterKeyRing(new Some.Key(1)).Derive("test");
        var nonces = new HashSet<UInt128>(writes);
        for (var write = 0; write < writes; write++)
        {
            var nonce = new byte[16];
            key.Seal([], []).AsSpan(1, 12).CopyTo(nonce);
            Assert.True(nonces.Add(BitConverter.ToUInt128(nonce)));
        }
    }

    [Fact]
    public async Task A_broken_box_costs_no_request_and_no_grant()
    {
        await using var world = await World.StartAsync();
        var grant = await world.SignInAsync();
        await world.PassAsync();
        await using var context = world.Database.Open();
        await context.Database.ExecuteSqlRawAsync("update vault_grants set refresh_token = x'01'");

        var refusal = await Assert.ThrowsAsync<VaultKeyException>(() => world.Vault.GetAccessTokenAsync(grant.Id));

        Assert.Equal((ErrorIds.SealBroken, GrantState.Active, AttemptCause.SealBroken), (refusal.Id, (await world.FindAsync(grant)).State, (await world.FindAsync(grant)).LastAttempt?.Cause));
        Assert.Empty(await world.RequestsAsync());
    }
}
