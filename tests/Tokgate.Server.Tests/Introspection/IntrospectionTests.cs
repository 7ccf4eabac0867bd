using Tokgate.Server.Clients;
using Tokgate.Server.Keys;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Introspection;

public sealed class IntrospectionTests
{
    private const string Path = "/oauth/introspect";
    private const string Inactive = "{\"active\":false}";

    [Fact]
    public async Task Rfc7662_Section_2_2_The_api_and_the_client_itself_learn_what_a_token_says()
    {
        await using var broker = await Broker.StartAsync();
        var token = await broker.MachineTokenAsync();
        foreach (var caller in ((string, string)[])[(The.Web, The.WebSecret), (The.Machine, The.MachineSecret)])
        {
            var answer = await broker.PostAsync(Path, Broker.Basic(caller.Item1, caller.Item2), ("token", token));
            Assert.Equal(200, answer.Status);
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
            Assert.True(answer.Json.GetProperty("active").GetBoolean());
            Assert.Equal("read write", answer.Json.GetProperty("scope").GetString());
            Assert.Equal(The.Machine, answer.Json.GetProperty("client_id").GetString());
            Assert.Equal(Broker.Issuer, answer.Json.GetProperty("iss").GetString());
            Assert.Equal("machine@clients", answer.Json.GetProperty("sub").GetString());
            Assert.Equal("Bearer", answer.Json.GetProperty("token_type").GetString());
            Assert.True(answer.Json.GetProperty("exp").GetInt64() - answer.Json.GetProperty("iat").GetInt64() == 3600);
        }
    }

    [Fact]
    public async Task Rfc7662_Section_2_1_Who_proves_nothing_learns_nothing()
    {
        await using var broker = await Broker.StartAsync();
        var token = await broker.MachineTokenAsync();
        Assert.Equal("invalid_client", (await broker.PostAsync(Path, ("token", token))).Error);
        Assert.Equal("invalid_client", (await broker.PostAsync(Path, ("token", token), ("client_id", The.Spa))).Error);
        Assert.Equal("invalid_client", (await broker.PostAsync(Path, Broker.Basic(The.Spa, "any"), ("token", token))).Error);
        Assert.Equal("invalid_client", (await broker.PostAsync(Path, ("token", token), ("client_id", The.Spa), ("client_secret", "any"))).Error);
        Assert.Equal("invalid_client", (await broker.PostAsync(Path, ("token", token), ("client_id", The.Machine))).Error);
        Assert.Equal("invalid_request", (await broker.PostAsync(Path, Broker.Basic(The.Web, The.WebSecret))).Error);
        Assert.Equal("invalid_request", (await broker.PostAsync(Path + "?token=" + token, Broker.Basic(The.Web, The.WebSecret))).Error);
        Assert.Equal(405, (await broker.GetAsync(Path)).Status);
    }

    [Fact]
    public async Task Rfc7662_Section_2_2_Everything_else_is_inactive_without_a_reason()
    {
        await using var broker = await Broker.StartAsync();
        var token = await broker.MachineTokenAsync();
        var foreign = await broker.PostAsync(Path, Broker.Basic(The.TwoApis, The.MachineSecret), ("token", token));
        Assert.Equal(Inactive, foreign.Body);

        var parts = token.Split('.');
        string[] dead =
        [
            "x", "a.b.c", token + "x", token[..^1], parts[0] + "." + parts[1] + ".", $"{Jws.Encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}")}.{parts[1]}.", $"{parts[0]}.{Jws.Encode("{}")}.{parts[2]}",
            Jws.SignText(The.SignerKey, System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0])), System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]))),
        ];
        foreach (var text in dead)
        {
            Assert.Equal(Inactive, await InspectAsync(broker, text));
        }

        broker.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Inactive, await InspectAsync(broker, token));
    }

    [Fact]
    public async Task A_token_dies_with_the_secret_that_bought_it_and_with_its_client()
    {
        await using var broker = await Broker.StartAsync();
        var store = broker.Get<IClientStore>();
        var token = await broker.MachineTokenAsync();
        var there = (await store.FindAsync(The.Machine, CancellationToken.None))!;
        await store.RemoveSecretAsync(The.Machine, there.Secrets[0].Id, CancellationToken.None);
        broker.Time.Advance(ClientDirectory.Lifetime);
        Assert.Equal(Inactive, await InspectAsync(broker, token));

        var other = await broker.PostAsync("/oauth/token", ("grant_type", "client_credentials"), ("client_id", The.PostOnly), ("client_secret", The.MachineSecret));
        var otherToken = other.Json.GetProperty("access_token").GetString()!;
        Assert.NotEqual(Inactive, await InspectAsync(broker, otherToken));
        await store.DeleteAsync(The.PostOnly, CancellationToken.None);
        broker.Time.Advance(ClientDirectory.Lifetime);
        Assert.Equal(Inactive, await InspectAsync(broker, otherToken));
    }

    [Fact]
    public async Task A_token_outlives_the_rotation_of_its_key_and_dies_with_its_removal()
    {
        await using var broker = await Broker.StartAsync();
        var token = await broker.MachineTokenAsync();
        var rotation = broker.Get<KeyRotation>();
        Assert.NotNull(await rotation.RotateAsync(SigningAlgorithm.ES256, CancellationToken.None));
        Assert.NotEqual(Inactive, await InspectAsync(broker, token));

        await rotation.RemoveAsync(Broker.HeaderOf(token).GetProperty("kid").GetString()!, CancellationToken.None);
        Assert.Equal(Inactive, await InspectAsync(broker, token));
        Assert.NotEqual(Inactive, await InspectAsync(broker, await broker.MachineTokenAsync()));
    }

    private static async Task<string> InspectAsync(Broker broker, string token) => (await broker.PostAsync(Path, Broker.Basic(The.Web, The.WebSecret), ("token", token))).Body;
}
