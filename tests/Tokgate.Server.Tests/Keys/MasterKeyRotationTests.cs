using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Connections;
using Tokgate.Server.Keys;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Vault;
using static Tokgate.Server.Tests.Keys.MasterKeyTexts;

namespace Tokgate.Server.Tests.Keys;

/// <summary>The one master key: what it sealed before still opens, another one follows it while the broker serves, and a wrong, missing or older one starts nothing (T-56).</summary>
public sealed class MasterKeyRotationTests : IDisposable
{
    private readonly TempDirectory directory = new();

    [Fact]
    public async Task What_the_former_layout_sealed_still_opens_and_only_with_its_key()
    {
        await directory.WriteSecretAsync("first.key", First);
        await directory.WriteSecretAsync("second.key", Second);
        string token;
        await using (var made = await StartAsync("first.key"))
        {
            token = await made.MachineTokenAsync();
            await MakeFormerAsync(made.Get<IWriteDoor>());
        }

        Assert.Equal(ErrorIds.MasterKeyWrong, (await Assert.ThrowsAsync<SetupException>(() => StartAsync("second.key"))).Id);
        await using var again = await StartAsync("first.key");
        await KeySet.VerifiedAsync(again, token);
        await KeySet.VerifiedAsync(again, await again.MachineTokenAsync());
    }

    [Fact]
    public async Task T_56_Another_key_follows_while_the_former_still_opens_and_afterwards_the_former_starts_nothing()
    {
        await directory.WriteSecretAsync("first.key", First);
        await directory.WriteSecretAsync("second.key", Second);
        string token, grant;
        await using (var broker = await StartAsync("first.key"))
        {
            token = await broker.MachineTokenAsync();
            grant = await KeepAsync(broker);
            await broker.AddConnectionAsync("sealed", "sealed-app", "sealed-app-secret");
        }

        Assert.Equal(ErrorIds.MasterKeyWrong, (await Assert.ThrowsAsync<SetupException>(() => StartAsync("second.key"))).Id);
        await using (var broker = await StartAsync("second.key", "--Tokgate:FormerMasterKeyFile=" + directory["first.key"]))
        {
            Assert.Equal("act.kept", (await broker.Get<TikTokVault>().GetAccessTokenAsync(grant)).AccessToken?.Reveal());
        }

        await using (var broker = await StartAsync("second.key", "--Tokgate:FormerMasterKeyFile=" + directory["first.key"], "--rewrap"))
        {
            // Beside the one that the switch began, as on a second node.
            await broker.Get<KeyRewrap>().RunAsync(CancellationToken.None);
            await broker.Get<KeyRewrap>().RunAsync(CancellationToken.None);
        }

        await using (var broker = await StartAsync("second.key"))
        {
            Assert.Equal("act.kept", (await broker.Get<TikTokVault>().GetAccessTokenAsync(grant)).AccessToken?.Reveal());
            var seen = await broker.PostAsync("/oauth/introspect", Broker.Basic(The.Machine, The.MachineSecret), ("token", token));
            Assert.True(seen.Json.GetProperty("active").GetBoolean());
            Assert.Equal("sealed-app-secret", broker.Get<ConnectionDirectory>().Find("sealed")?.Config.Live?.ClientSecret?.Reveal());
        }

        Assert.Equal(ErrorIds.MasterKeyWrong, (await Assert.ThrowsAsync<SetupException>(() => StartAsync("first.key"))).Id);
        var older = await Assert.ThrowsAsync<SetupException>(() => StartAsync("first.key", "--Tokgate:FormerMasterKeyFile=" + directory["second.key"]));
        Assert.Contains("retired", older.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_others_may_read_starts_nothing_and_a_command_can_unwrap_one()
    {
        await directory.WriteSecretAsync("first.key", First);
        await using (await StartAsync("first.key"))
        {
        }

        await using (var unwrapped = await StartAsync("no.key", $"--Tokgate:MasterKeyCommand=cat {directory["first.key"]}"))
        {
            Assert.NotEmpty(await unwrapped.MachineTokenAsync());
        }

        var failed = await Assert.ThrowsAsync<SetupException>(() => StartAsync("no.key", "--Tokgate:MasterKeyCommand=false"));
        Assert.Equal(ErrorIds.MasterKeyMalformed, failed.Id);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(directory["first.key"], UnixFileMode.UserRead | UnixFileMode.GroupRead);
            Assert.Contains("chmod 600", (await Assert.ThrowsAsync<SetupException>(() => StartAsync("first.key"))).Message, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        directory.Dispose();
    }

    private Task<Broker> StartAsync(string keyFile, params string[] arguments) => Broker.OfAsync(
        TokgateServer.Create(new TokgateServerOptions
        {
            Arguments = arguments,
            EnvironmentName = "Production",
            Urls = "http://127.0.0.1:0",
            Issuer = Broker.Issuer,
            Migrate = true,
            DataDirectory = directory.Path,
            MasterKeyFile = directory[keyFile],
            LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning,
            Clients = The.Clients,
        }),
        new ManualTime());

    private static async Task<string> KeepAsync(Broker broker)
    {
        await broker.Get<IWriteDoor>().WriteAsync(
            context => context.Database.ExecuteSqlAsync($"insert into users (id, status, claims, created_at, updated_at) values ({"somebody"}, {"Active"}, {"{}"}, 0, 0)"), CancellationToken.None);
        return (await broker.Get<TikTokVault>().KeepAsync(new GrantHandOver
        {
            TikTokApp = "app",
            Connection = "tiktok",
            Owner = "somebody",
            OpenId = "open-id",
            Scopes = Tokgate.TikTok.TikTokScopes.Parse("user.info.basic"),
            AccessToken = Tokgate.TikTok.AccessToken.From("act.kept"),
            AccessExpiresAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(1),
            RefreshToken = Tokgate.TikTok.RefreshToken.From("rft.kept"),
        })).Id;
    }

    // As the broker wrote before there was a vault: its own sentinel, and boxes of this layout.
    private static Task<int> MakeFormerAsync(IWriteDoor door) => door.WriteAsync(
        async context =>
        {
            foreach (var key in await context.SigningKeys.ToListAsync())
            {
                var place = Encoding.UTF8.GetBytes($"{key.Algorithm}/{key.Id}");
                var box = FormerSeal("signing-keys", FormerOpen("signing-keys", key.SealedPrivateKey, place), place);
                await context.Database.ExecuteSqlAsync($"update signing_keys set sealed_private_key = {box} where id = {key.Id}");
            }

            await context.Database.ExecuteSqlAsync($"delete from vault_keys");
            return await context.Database.ExecuteSqlAsync($"insert into sealed_settings (name, sealed_value) values ({"master-key"}, {FormerSeal("sentinel", "tokgate"u8.ToArray(), "master-key"u8.ToArray())})");
        },
        CancellationToken.None);

    private static byte[] FormerKey(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromBase64String(First), 32, salt: null, info: Encoding.UTF8.GetBytes("tokgate:" + purpose));

    private static byte[] FormerSeal(string purpose, byte[] plain, byte[] place)
    {
        var (nonce, tag, text) = (RandomNumberGenerator.GetBytes(12), new byte[16], new byte[plain.Length]);
        using var cipher = new AesGcm(FormerKey(purpose), 16);
        cipher.Encrypt(nonce, plain, text, tag, place);
        return [1, .. nonce, .. tag, .. text];
    }

    private static byte[] FormerOpen(string purpose, byte[] box, byte[] place)
    {
        var plain = new byte[box.Length - 29];
        using var cipher = new AesGcm(FormerKey(purpose), 16);
        cipher.Decrypt(box.AsSpan(1, 12), box.AsSpan(29), box.AsSpan(13, 16), plain, place);
        return plain;
    }
}
