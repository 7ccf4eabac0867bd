using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Management;

namespace Tokgate.Server.Tests.Administrators;

/// <summary>By what administrators come in, and what counts once.</summary>
public sealed class AdministratorSignInTests
{
    public static TheoryData<string> Engines => ManagementWorld.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_code_of_the_authenticator_counts_once_though_many_bring_it_at_once(string engine)
    {
        await using var broker = await StartAsync(engine);
        using var owner = await DashboardBrowser.EnterAsync(broker);
        var (secret, _) = await owner.SetPasswordAsync();
        var stale = Totp.CodeAt(secret, broker.Time.GetUtcNow());
        using var late = new DashboardBrowser(broker);
        Assert.Equal(200, (await late.SignInAsync(stale)).Status); // the one by which it was set up

        broker.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, await EnterTogetherAsync(broker, Totp.CodeAt(secret, broker.Time.GetUtcNow())));
        Assert.Contains(await broker.AuditAsync(), audited => audited is { Name: AuditNames.AdministratorSignedIn, Cause: SignInMethods.Password, Actor: "administrator:owner" });
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_recovery_code_counts_once_though_many_bring_it_at_once(string engine)
    {
        await using var broker = await StartAsync(engine);
        using var owner = await DashboardBrowser.EnterAsync(broker);
        var (_, codes) = await owner.SetPasswordAsync();
        Assert.Equal(10, codes.Count);
        Assert.Equal(1, await EnterTogetherAsync(broker, codes[3]));
        Assert.Equal("9", (await owner.GetAsync("/dashboard/you")).Text("recovery-left"));
    }

    [Fact]
    public async Task Whoever_guesses_waits_longer_each_time_and_is_not_told_what_was_wrong()
    {
        await using var broker = await StartAsync();
        using var owner = await DashboardBrowser.EnterAsync(broker);
        var (secret, _) = await owner.SetPasswordAsync();
        using var guesser = new DashboardBrowser(broker);
        broker.Time.Advance(TimeSpan.FromMinutes(1));
        var refusals = new List<string>();
        for (var round = 0; round < 5; round++)
        {
            refusals.Add(DashboardBrowser.ErrorOf(await guesser.SignInAsync("000000", password: "wrong")));
        }

        refusals.Add(DashboardBrowser.ErrorOf(await guesser.SignInAsync(Code(), "nobody")));
        refusals.Add(DashboardBrowser.ErrorOf(await guesser.SignInAsync(Code()))); // right, and too early
        refusals.Add(DashboardBrowser.ErrorOf(await guesser.SignInAsync(Code(), "no such name\n")));
        Assert.Single(refusals.Distinct(StringComparer.Ordinal), refusal => refusal.Length > 20);

        broker.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(200, (await guesser.SignInAsync("000000")).Status); // a sixth: a minute from here
        broker.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(200, (await guesser.SignInAsync(Code())).Status);
        broker.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(302, (await guesser.SignInAsync(Code())).Status);

        string Code() => Totp.CodeAt(secret, broker.Time.GetUtcNow());
    }

    [Fact]
    public async Task T_42_A_name_that_nobody_has_costs_what_a_wrong_password_costs()
    {
        using var witness = new StatementWitness();
        await using var broker = await StartAsync("PostgreSQL");
        using var owner = await DashboardBrowser.EnterAsync(broker);
        await owner.SetPasswordAsync();
        var store = broker.Get<IAdministratorSignInStore>();
        var known = await AskedAsync(witness, () => store.TryGuessAsync("OWNER"));
        var unknown = await AskedAsync(witness, () => store.TryGuessAsync("NOBODY"));
        Assert.Equal(known, unknown);
        for (var round = 0; round < 5; round++)
        {
            await store.TryGuessAsync("NOBODY");
        }

        await using var context = await broker.Get<IDbContextFactory<TokgateDbContext>>().CreateDbContextAsync();
        Assert.Contains(await context.AdministratorGuesses.ToListAsync(), guess => guess.LockedUntil is not null); // nobody waits as somebody would
    }

    [Fact]
    public async Task T_20_Every_sign_in_has_a_handle_of_its_own_and_a_planted_one_is_worth_nothing()
    {
        await using var broker = await StartAsync();
        using var owner = await DashboardBrowser.EnterAsync(broker);
        var (_, codes) = await owner.SetPasswordAsync();
        var first = owner.Browser.Cookie(DashboardBrowser.SessionCookie)!; // signed in
        var oldToken = await owner.TokenAsync("/dashboard/you");

        using var victim = new DashboardBrowser(broker);
        victim.Browser.Cookies.Add(new Uri(Broker.Issuer), new Cookie(DashboardBrowser.SessionCookie, "tga_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        Assert.Equal(302, (await victim.SignInAsync(codes[0])).Status);
        var second = victim.Browser.Cookie(DashboardBrowser.SessionCookie)!; // as above
        Assert.NotEqual(first, second);
        Assert.NotEqual("tga_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", second);

        // A form of the other session is refused, and so is the session that was signed out of.
        Assert.Equal(400, (await victim.Browser.StepPostAsync("/dashboard/you?handler=Codes", ("__RequestVerificationToken", oldToken))).Status);
        Assert.True(await victim.IsInAsync());

        // And signing in again in the same browser ends what it had.
        var again = await victim.Browser.StepPostAsync(
            "/dashboard/sign-in", ("userName", "owner"), ("password", DashboardBrowser.Password), ("code", codes[1]), ("__RequestVerificationToken", await victim.TokenAsync("/dashboard/you")));
        Assert.Equal(302, again.Status);
        using var left = new DashboardBrowser(broker);
        left.Browser.Cookies.Add(new Uri(Broker.Issuer), new Cookie(DashboardBrowser.SessionCookie, second));
        Assert.False(await left.IsInAsync());
    }

    [Fact]
    public async Task Whoever_signs_out_is_out_whoever_has_the_cookie()
    {
        await using var broker = await StartAsync();
        using var owner = await DashboardBrowser.EnterAsync(broker);
        var cookie = owner.Browser.Cookie(DashboardBrowser.SessionCookie)!; // signed in
        await owner.Browser.StepPostAsync("/dashboard/sign-out", ("__RequestVerificationToken", await owner.TokenAsync("/dashboard/you")));
        using var thief = new DashboardBrowser(broker);
        thief.Browser.Cookies.Add(new Uri(Broker.Issuer), new Cookie(DashboardBrowser.SessionCookie, cookie));
        Assert.False(await thief.IsInAsync());
    }

    [Fact]
    public async Task What_somebody_signs_in_with_is_changed_only_soon_after_and_ends_their_other_sessions()
    {
        await using var broker = await StartAsync();
        using var owner = await DashboardBrowser.EnterAsync(broker);
        Assert.Contains("data-testid=\"set-up-reminder\"", (await owner.GetAsync("/dashboard")).Body, StringComparison.Ordinal);
        var (_, codes) = await owner.SetPasswordAsync();
        Assert.DoesNotContain("data-testid=\"set-up-reminder\"", (await owner.GetAsync("/dashboard")).Body, StringComparison.Ordinal);
        using var other = new DashboardBrowser(broker);
        Assert.Equal(302, (await other.SignInAsync(codes[0])).Status);
        Assert.True(await other.IsInAsync());
        Assert.Equal(10, (await owner.PostAsync("/dashboard/you", "Codes")).Text("recovery-codes").Split('\n').Length);
        Assert.False(await other.IsInAsync());
        Assert.True(await owner.IsInAsync());

        // The only way in stays.
        Assert.Contains("the only thing you can sign in with", (await owner.PostAsync("/dashboard/you", "RemovePassword")).Body, StringComparison.Ordinal);

        broker.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Contains("15 minutes", (await owner.PostAsync("/dashboard/you", "Codes")).Body, StringComparison.Ordinal);
        broker.Time.Advance(TimeSpan.FromHours(9));
        Assert.False(await owner.IsInAsync());
    }

    [Fact]
    public async Task Somebody_comes_in_by_their_own_user_of_the_broker_and_only_fresh_from_TikTok()
    {
        await using var world = await SignInWorld.StartAsync();
        using var owner = await DashboardBrowser.EnterAsync(world.Broker);
        using var stranger = new DashboardBrowser(world.Broker);
        var came = await stranger.Browser.GoAsync("/dashboard/broker/start");
        Assert.Equal(200, came.Status);
        Assert.Contains("data-testid=\"enter\"", came.Body, StringComparison.Ordinal);
        Assert.Contains("administers nothing here", (await stranger.PostAsync("/dashboard/broker", null)).Body, StringComparison.Ordinal);
        Assert.False(await stranger.IsInAsync());

        Assert.Contains("data-testid=\"link\"", (await owner.Browser.GoAsync("/dashboard/broker/start")).Body, StringComparison.Ordinal);
        Assert.Equal(302, (await owner.PostAsync("/dashboard/broker", null)).Status);
        world.Broker.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Contains("data-testid=\"not-fresh\"", (await stranger.PostAsync("/dashboard/broker", null)).Body, StringComparison.Ordinal);
        await stranger.Browser.GoAsync("/dashboard/broker/start");
        Assert.Equal(302, (await stranger.PostAsync("/dashboard/broker", null)).Status);
        Assert.True(await stranger.IsInAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task T_72_A_link_lets_one_in_once(string engine)
    {
        await using var broker = await StartAsync(engine);
        var former = await broker.Get<Invitations>().FirstAsync(CancellationToken.None); // of a start before, whose output somebody else may read
        var link = await broker.Get<Invitations>().FirstAsync(CancellationToken.None);
        Assert.StartsWith(Broker.Issuer + "/dashboard/welcome/", link, StringComparison.Ordinal);
        using var newcomer = new DashboardBrowser(broker);
        using var guesser = new DashboardBrowser(broker);
        foreach (var guess in (string[])["tgi_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x", "tga_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
        {
            Assert.Contains("not good any more", (await guesser.AcceptAsync(Broker.Issuer + "/dashboard/welcome/" + guess, "thief")).Body, StringComparison.Ordinal);
        }

        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(async index =>
        {
            using var browser = new DashboardBrowser(broker);
            return (await browser.AcceptAsync(index % 2 == 0 ? link! : former!, $"owner{index}")).Status; // there is one, as just seen
        }));
        Assert.Single(all, status => status == 302);
        Assert.Contains("not good any more", (await newcomer.AcceptAsync(former!, "late")).Body, StringComparison.Ordinal); // as above
        Assert.Contains("not good any more", (await newcomer.AcceptAsync(link!, "late")).Body, StringComparison.Ordinal);
        Assert.Null(await broker.Get<Invitations>().FirstAsync(CancellationToken.None));

        var second = await broker.Get<Invitations>().NewAsync(AdministratorRole.Viewer, null, "the test", CancellationToken.None);
        broker.Time.Advance(TimeSpan.FromHours(25));
        Assert.Contains("not good any more", (await newcomer.AcceptAsync(second, "late")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_link_ends_what_its_owner_signed_in_with_when_it_is_used_and_not_before()
    {
        await using var broker = await StartAsync();
        using var owner = await DashboardBrowser.EnterAsync(broker);
        var (_, codes) = await owner.SetPasswordAsync();
        var id = Assert.Single(await broker.Get<IAdministratorStore>().ListAsync(CancellationToken.None)).Administrator.Id;
        var link = await broker.Get<Invitations>().NewAsync(AdministratorRole.Owner, id, "the test", CancellationToken.None);
        Assert.True(await owner.IsInAsync());
        using var again = new DashboardBrowser(broker);
        Assert.Equal(302, (await again.AcceptAsync(link)).Status);
        Assert.False(await owner.IsInAsync());
        using var finder = new DashboardBrowser(broker);
        Assert.Equal(200, (await finder.SignInAsync(codes[0])).Status);
        Assert.True(await again.IsInAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_a_passkey_was_asked_to_sign_is_good_once_for_its_purpose_and_for_five_minutes(string engine)
    {
        await using var broker = await StartAsync(engine);
        using var stranger = new DashboardBrowser(broker);
        var asked = await stranger.PostAsync("/dashboard/sign-in", "Options");
        Assert.Equal(("localhost", "required"), (asked.Json.GetProperty("rpId").GetString(), asked.Json.GetProperty("userVerification").GetString()));
        Assert.NotNull(stranger.Browser.Cookie("tokgate-ceremony"));
        foreach (var credential in (string[])["", "x", "[]", "{}", "{\"id\":1}", """{"id":"AAAA","rawId":"AAAA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"AAAA","authenticatorData":"AAAA","signature":"AAAA"}}"""])
        {
            await stranger.PostAsync("/dashboard/sign-in", "Options");
            Assert.Contains("did not let you in", (await stranger.PostAsync("/dashboard/sign-in", "Passkey", ("credential", credential))).Body, StringComparison.Ordinal);
        }

        var store = broker.Get<ICeremonyStore>();
        var end = broker.Time.GetUtcNow() + TimeSpan.FromMinutes(5);
        await store.AddAsync([1], "sign-in", "state", end, CancellationToken.None);
        await store.AddAsync([2], "sign-in", "state", end, CancellationToken.None);
        Assert.Null(await store.TakeAsync([1], "add:somebody"));
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.TakeAsync([1], "sign-in"))));
        Assert.Single(taken, state => state == "state");
        broker.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(await store.TakeAsync([2], "sign-in"));
    }

    [Fact]
    public async Task An_authenticator_is_sealed_for_its_owner_and_sealed_anew_with_the_master_key()
    {
        await using var broker = await StartAsync();
        using var owner = await DashboardBrowser.EnterAsync(broker);
        var (secret, _) = await owner.SetPasswordAsync();
        var store = broker.Get<IAdministratorCredentialStore>();
        var secrets = broker.Get<AuthenticatorSecrets>();
        var (id, box) = Assert.Single(await store.ListSealedAsync(CancellationToken.None));
        Assert.Equal(secret, secrets.Open(id, box));
        Assert.Null(secrets.Open("another", box));
        await secrets.ResealAsync(CancellationToken.None);
        var (_, again) = Assert.Single(await store.ListSealedAsync(CancellationToken.None));
        Assert.NotEqual(box, again);
        Assert.Equal(secret, secrets.Open(id, again));
    }

    private static Task<Broker> StartAsync(string engine = "SQLite") => Broker.StartAsync(database: engine == "PostgreSQL" ? PostgreSqlCluster.NewConnectionString() : null, arguments: "--Tokgate:Limits:Guess:PerSecond=0");

    private static async Task<int> EnterTogetherAsync(Broker broker, string code)
    {
        // Tokens first, so that what races is the code alone. Four: a fifth guess at once would have to wait.
        var browsers = Enumerable.Range(0, 4).Select(_ => new DashboardBrowser(broker)).ToList();
        var tokens = await Task.WhenAll(browsers.Select(browser => browser.TokenAsync("/dashboard/sign-in")));
        var answers = await Task.WhenAll(browsers.Select((browser, index) => Task.Run(() => browser.Browser.StepPostAsync(
            "/dashboard/sign-in", ("userName", "owner"), ("password", DashboardBrowser.Password), ("code", code), ("__RequestVerificationToken", tokens[index])))));
        browsers.ForEach(browser => browser.Dispose());
        return answers.Count(answer => answer.Status == 302);
    }

    private static async Task<IReadOnlyList<string>> AskedAsync(StatementWitness witness, Func<Task> ask)
    {
        using var asking = new Activity("asking");
        asking.SetIdFormat(ActivityIdFormat.W3C);
        asking.Start();
        await ask();
        asking.Stop();
        return witness.Of(asking.TraceId);
    }
}
