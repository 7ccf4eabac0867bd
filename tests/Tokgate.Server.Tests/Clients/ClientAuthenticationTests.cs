using System.Net;
using System.Security.Cryptography;
using Tokgate.Server.Clients;
using Tokgate.Server.Protocol;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Clients;

public sealed class ClientAuthenticationTests
{
    [Fact]
    public async Task Guessing_a_secret_is_slowed_for_the_guesser_and_stops_being_slowed()
    {
        await using var broker = await Broker.StartAsync();
        for (var attempt = 0; attempt < GuessLimit.PerClient; attempt++)
        {
            Assert.Equal(401, (await TryAsync(broker, The.Machine, "wrong")).Status);
        }

        var slowed = await TryAsync(broker, The.Machine, The.MachineSecret);
        Assert.Equal(429, slowed.Status);
        Assert.Equal("60", slowed.Headers["Retry-After"]);
        Assert.Equal(200, (await TryAsync(broker, The.TwoApis, The.MachineSecret, ("audience", The.Api))).Status); // other clients of the same address work on

        broker.Time.Advance(GuessLimit.Window);
        Assert.Equal(200, (await TryAsync(broker, The.Machine, The.MachineSecret)).Status);
    }

    [Fact]
    public async Task Walking_through_client_ids_is_slowed_too()
    {
        await using var broker = await Broker.StartAsync();
        for (var attempt = 0; attempt < GuessLimit.PerAddress; attempt++)
        {
            await TryAsync(broker, $"client-{attempt}", "wrong");
        }

        Assert.Equal(429, (await TryAsync(broker, "another", "wrong")).Status);
    }

    [Fact]
    public async Task Of_two_secrets_both_work_until_one_ends()
    {
        await using var broker = await Broker.StartAsync();
        var second = Handle.New(HandleKind.ClientSecret);
        var ends = broker.Time.GetUtcNow() + TimeSpan.FromMinutes(5);
        var store = broker.Get<IClientStore>();
        Assert.True(await store.TryAddSecretAsync(The.Machine, new ClientSecret("second", "tgk_", second.Hash(), broker.Time.GetUtcNow(), ends), CancellationToken.None));
        broker.Get<ClientDirectory>().Forget(The.Machine);

        Assert.Equal(200, (await TryAsync(broker, The.Machine, The.MachineSecret)).Status);
        Assert.Equal(200, (await TryAsync(broker, The.Machine, second.Reveal())).Status);
        broker.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(401, (await TryAsync(broker, The.Machine, second.Reveal())).Status);
        Assert.Equal(200, (await TryAsync(broker, The.Machine, The.MachineSecret)).Status);
    }

    [Fact]
    public async Task A_client_that_another_node_disabled_is_dead_here_within_the_directorys_lifetime()
    {
        await using var broker = await Broker.StartAsync();
        Assert.Equal(200, (await TryAsync(broker, The.Machine, The.MachineSecret)).Status);
        var store = broker.Get<IClientStore>();
        var there = await store.FindAsync(The.Machine, CancellationToken.None);
        Assert.True(await store.TryUpdateAsync(there!.Client with { Status = ClientStatus.Disabled }, CancellationToken.None));

        broker.Time.Advance(ClientDirectory.Lifetime);
        Assert.Equal(401, (await TryAsync(broker, The.Machine, The.MachineSecret)).Status);
    }

    [Fact]
    public async Task A_secret_that_was_added_on_another_node_counts_at_once()
    {
        await using var broker = await Broker.StartAsync();
        const string Added = "added-secret-of-the-tests-0001";
        Assert.Equal(200, (await TryAsync(broker, The.Machine, The.MachineSecret)).Status);
        Assert.Equal(401, (await TryAsync(broker, The.Machine, Added)).Status);
        var secret = new ClientSecret("sec-added", Added[..ClientSecret.PrefixLength], SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Added)), broker.Time.GetUtcNow(), null);
        Assert.True(await broker.Get<IClientStore>().TryAddSecretAsync(The.Machine, secret, CancellationToken.None));
        Assert.Equal(200, (await TryAsync(broker, The.Machine, Added)).Status);
    }

    [Fact]
    public async Task Secrets_do_not_stand_in_the_database()
    {
        using var directory = new TempDirectory();
        await using (var broker = await Broker.StartAsync(dataDirectory: directory.Path))
        {
            await broker.MachineTokenAsync();
        }

        var bytes = Directory.GetFiles(directory.Path, "tokgate.db*").SelectMany(File.ReadAllBytes).ToArray();
        Assert.True(bytes.AsSpan().IndexOf("machine@"u8) < 0 && bytes.AsSpan().IndexOf("machine"u8) >= 0);
        Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(The.MachineSecret)));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("PRIVATE"u8));
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010db800010002::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "20010db800010002::/64")]
    public void A_peer_has_one_spelling(string address, string key) => Assert.Equal(key, AddressKey.Of(IPAddress.Parse(address)));

    [Fact]
    public void Key_sets_of_clients_hold_good_public_keys_and_nothing_else()
    {
        using var rsa = RSA.Create(2048);
        var good = rsa.ExportParameters(false);
        Assert.True(ClientKey.TryParseSet(Set(Rsa(good.Modulus!, good.Exponent!)), out _, out _));
        Assert.True(ClientKey.TryParseSet(The.SignerKeySet, out _, out _));
        using var small = RSA.Create(1024);
        string[] bad =
        [
            "", "{}", "[]", "{\"keys\":[]}", Set(Rsa(small.ExportParameters(false).Modulus!, good.Exponent!)), Set(Rsa(new byte[2049], good.Exponent!)), Set("{\"kty\":\"oct\",\"k\":\"abc\"}"),
            The.SignerKeySet.Replace("\"use\"", "\"d\":\"AAAA\",\"use\"", StringComparison.Ordinal), The.SignerKeySet.Replace("\"sig\"", "\"enc\"", StringComparison.Ordinal),
            The.SignerKeySet.Replace("ES256", "ES384", StringComparison.Ordinal), The.SignerKeySet.Replace("P-256", "P-384", StringComparison.Ordinal),
            Set("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + new string('A', 43) + "\",\"y\":\"" + new string('A', 43) + "\"}"),
            Set(Rsa(good.Modulus!, good.Exponent!) + "," + Rsa(good.Modulus!, good.Exponent!)), Set(Rsa([.. Enumerable.Repeat((byte)0xff, 256)], [1, 0, 1, 0, 1])),
        ];
        Assert.All(bad, set => Assert.False(ClientKey.TryParseSet(set, out _, out _), set));

        static string Set(string keys) => $"{{\"keys\":[{keys}]}}";
        static string Rsa(byte[] modulus, byte[] exponent) =>
            $"{{\"kty\":\"RSA\",\"n\":\"{System.Buffers.Text.Base64Url.EncodeToString(modulus)}\",\"e\":\"{System.Buffers.Text.Base64Url.EncodeToString(exponent)}\"}}";
    }

    private static Task<Answer> TryAsync(Broker broker, string client, string secret, params (string Name, string Value)[] more) =>
        broker.PostAsync("/oauth/token", Broker.Basic(client, secret), [("grant_type", "client_credentials"), .. more]);
}
