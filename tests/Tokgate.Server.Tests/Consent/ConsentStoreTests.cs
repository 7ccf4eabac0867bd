using Microsoft.EntityFrameworkCore;
using Tokgate.Server.Clients;
using Tokgate.Server.Consent;
using Tokgate.Server.Grants;
using Tokgate.Server.Protocol;
using Tokgate.Server.Sessions;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Server.Tests.Storage;
using Tokgate.Server.Upstream;
using SignIn = Tokgate.Server.Tests.Hosting.SignIn;

namespace Tokgate.Server.Tests.Consent;

public sealed class ConsentStoreTests
{
    private static readonly string[] Scopes = ["openid", "profile"];

    public static TheoryData<string> Engines => Database.Engines;

    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_twenty_clicks_on_one_page_one_counts(string engine)
    {
        await using var database = await OpenAsync(engine);
        var hash = await WaitAsync(database);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => AllowAsync(database, hash))));
        Assert.Single(answers, ConsentStanding.Authorized);
        Assert.Equal(19, answers.Count(answer => answer == ConsentStanding.AnsweredBefore));
        await using var context = database.Context();
        Assert.Equal("openid profile", (await context.Consents.SingleAsync()).Scopes);
        Assert.Single(await context.Grants.ToListAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_session_that_ended_meanwhile_allows_nothing(string engine)
    {
        await using var database = await OpenAsync(engine);
        var hash = await WaitAsync(database);
        Assert.True(await database.Get<ISessionStore>().EndAsync(SignIn.SessionId, None));
        Assert.Equal(ConsentStanding.SessionEnded, await AllowAsync(database, hash));
        await using var context = database.Context();
        Assert.Empty(await context.Consents.ToListAsync());
        Assert.Empty(await context.Grants.ToListAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_fails_at_its_last_write_leaves_the_page_as_it_was(string engine)
    {
        await using var database = await OpenAsync(engine);
        var hash = await WaitAsync(database);

        // The last of the writes breaks: this grant's code is there already.
        var code = Handle.New(HandleKind.AuthorizationCode);
        Assert.Equal(ConsentStanding.Authorized, await AllowAsync(database, await WaitAsync(database), code));
        await database.Door.WriteAsync(context => context.Consents.ExecuteDeleteAsync(), None);
        await Assert.ThrowsAnyAsync<Exception>(() => AllowAsync(database, hash, code));
        Assert.False(await database.Get<IConsentStore>().HasAllowedAsync(SignIn.UserId, The.Web, Scopes, None));
        Assert.Equal(ConsentStanding.Authorized, await AllowAsync(database, hash));
    }

    private static async Task<Database> OpenAsync(string engine)
    {
        var database = await Database.OpenAsync(engine);
        await database.Get<IClientStore>().TryCreateAsync(new Client { Id = The.Web, Name = "Web", Type = ClientType.Confidential }, [], None);
        var now = database.Time.GetUtcNow();
        await database.Door.WriteAsync(
            context =>
            {
                SignIn.AddPerson(context, now);
                return context.SaveChangesAsync();
            },
            None);
        return database;
    }

    private static async Task<byte[]> WaitAsync(Database database)
    {
        var hash = Handle.New(HandleKind.ConsentRequest).Hash();
        await database.Get<IWaitingRequestStore>().AddAsync(
            hash, new AuthorizationRequest { ClientId = The.Web, RedirectUri = SignIn.RedirectUri }, SignIn.SessionId, database.Time.GetUtcNow() + TimeSpan.FromMinutes(15), None);
        return hash;
    }

    private static Task<ConsentStanding> AllowAsync(Database database, byte[] waiting, Handle? code = null) => database.Get<IConsentStore>().AllowAsync(
        waiting,
        new AuthorizedRequest
        {
            ClientId = The.Web,
            RedirectUri = SignIn.RedirectUri,
            Scopes = Scopes,
            UserId = SignIn.UserId,
            SessionId = SignIn.SessionId,
            AuthenticatedAt = database.Time.GetUtcNow(),
        },
        code ?? Handle.New(HandleKind.AuthorizationCode),
        None);
}
