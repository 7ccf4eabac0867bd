using Tokgate.Server.Grants;
using Tokgate.Server.Tests.Hosting;
using SignIn = Tokgate.Server.Tests.Hosting.SignIn;

namespace Tokgate.Server.Tests.Attacks;

/// <summary>Refusals that must not be told apart ask the database for the same (T-42, row I-02). Counted in statements and not in time, which says nothing on a busy machine.</summary>
public sealed class EqualWorkTests : IDisposable
{
    private readonly StatementWitness witness = new();

    [Fact]
    public async Task T_42_A_client_that_nobody_has_costs_what_a_wrong_secret_costs()
    {
        await using var broker = await Broker.StartAsync(database: PostgreSqlCluster.NewConnectionString());
        Assert.Equal(200, (await TryAsync(broker, The.Machine, The.MachineSecret)).Answer.Status); // from here on it is remembered
        var unknown = await TryAsync(broker, "nobody", "wrong");
        var wrong = await TryAsync(broker, The.Machine, "wrong");
        var otherMethod = await TryAsync(broker, The.PostOnly, The.MachineSecret); // not remembered
        var again = await TryAsync(broker, The.PostOnly, The.MachineSecret); // remembered

        Assert.Equal((401, unknown.Answer.Body), (unknown.Answer.Status, unknown.Answer.Body));
        Assert.NotEmpty(unknown.Statements);
        foreach (var refused in (IEnumerable<(Answer Answer, IReadOnlyList<string> Statements)>)[wrong, otherMethod, again])
        {
            Assert.Equal((unknown.Answer.Status, unknown.Answer.Body), (refused.Answer.Status, refused.Answer.Body));
            Assert.Equal(unknown.Statements, refused.Statements);
        }

        // Whoever proves itself is still known from memory.
        Assert.Empty((await TryAsync(broker, The.Machine, The.MachineSecret)).Statements);
    }

    [Fact]
    public async Task Rfc7662_Section_2_2_A_refresh_token_that_nobody_has_costs_what_a_dead_and_a_foreign_one_cost()
    {
        await using var signIn = await SignIn.StartAsync("PostgreSQL");
        var used = await RefreshTokenAsync(signIn);
        Assert.Equal(200, (await signIn.RefreshAsync(used)).Status);
        var revoked = await RefreshTokenAsync(signIn);
        Assert.Equal(200, (await signIn.Broker.PostAsync("/oauth/revoke", Broker.Basic(The.Web, The.WebSecret), ("token", revoked))).Status);
        var foreign = (await signIn.RedeemAsync(await signIn.CodeAsync(signIn.Request with { ClientId = SignIn.Legacy }), ("client_id", SignIn.Legacy))).Json.GetProperty("refresh_token").GetString()!; // it is offline
        var expired = await RefreshTokenAsync(signIn);

        var unknown = await InspectAsync(signIn, RefreshHandle.New().Reveal());
        Assert.NotEmpty(unknown.Statements);
        foreach (var token in (string[])[used, revoked, foreign])
        {
            Assert.Equal(unknown, await InspectAsync(signIn, token), Same);
        }

        signIn.Broker.Time.Advance(TimeSpan.FromDays(400));
        await signIn.Broker.MachineTokenAsync();
        Assert.Equal(200, (await InspectAsync(signIn, "warm")).Answer.Status);
        Assert.Equal(unknown, await InspectAsync(signIn, expired), Same);
    }

    [Fact]
    public async Task Rfc7662_Section_2_2_An_access_token_of_others_costs_what_a_revoked_one_costs()
    {
        await using var signIn = await SignIn.StartAsync("PostgreSQL");
        var revoked = await signIn.TokensAsync();
        Assert.Equal(200, (await signIn.Broker.PostAsync("/oauth/revoke", Broker.Basic(The.Web, The.WebSecret), ("token", revoked.GetProperty("refresh_token").GetString()!))).Status); // it is offline
        var foreign = await signIn.RedeemAsync(await signIn.CodeAsync(signIn.Request with { ClientId = SignIn.Legacy }), ("client_id", SignIn.Legacy));

        var dead = await InspectAsync(signIn, revoked.GetProperty("access_token").GetString()!); // a 200 has one
        Assert.NotEmpty(dead.Statements);
        Assert.Equal(dead, await InspectAsync(signIn, foreign.Json.GetProperty("access_token").GetString()!), Same); // as above
    }

    public void Dispose() => witness.Dispose();

    private static async Task<string> RefreshTokenAsync(SignIn signIn) => (await signIn.TokensAsync()).GetProperty("refresh_token").GetString()!; // it is offline

    private static bool Same((Answer Answer, IReadOnlyList<string> Statements) one, (Answer Answer, IReadOnlyList<string> Statements) other)
    {
        Assert.Equal((200, "{\"active\":false}"), (one.Answer.Status, one.Answer.Body));
        Assert.Equal((one.Answer.Status, one.Answer.Body), (other.Answer.Status, other.Answer.Body));
        Assert.Equal(one.Statements, other.Statements);
        return true;
    }

    private Task<(Answer Answer, IReadOnlyList<string> Statements)> TryAsync(Broker broker, string client, string secret) =>
        witness.PostAsync(broker, "/oauth/token", Broker.Basic(client, secret), ("grant_type", "client_credentials"));

    private Task<(Answer Answer, IReadOnlyList<string> Statements)> InspectAsync(SignIn signIn, string token) =>
        witness.PostAsync(signIn.Broker, "/oauth/introspect", Broker.Basic(The.Web, The.WebSecret), ("token", token));
}
