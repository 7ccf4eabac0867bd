using Tokgate.Emulator.Authorize;
using Tokgate.Emulator.Checker;
using Tokgate.Emulator.Control;
using Tokgate.Emulator.Douyin;
using Tokgate.Emulator.Faults;
using Tokgate.Emulator.Index;
using Tokgate.Emulator.Qr;
using Tokgate.Emulator.Requests;
using Tokgate.Emulator.Revoke;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Token;
using Tokgate.Emulator.UserInfo;
using Tokgate.Emulator.Videos;
using Tokgate.Emulator.Webhooks;

namespace Tokgate.Emulator.Hosting;

/// <summary>The rooms, wired once. There is no container: the whole object graph is these lines.</summary>
internal sealed class EmulatorParts : IAsyncDisposable
{
    public EmulatorParts(World world)
    {
        World = world;
        Checker = new ClientChecker(world);
        Outbox = new WebhookOutbox(world);
        var removal = new AuthorizationRemoval(world, Outbox);
        var gate = new ApiGate(world);
        Token = new TokenEndpoint(world);
        Revoke = new RevokeEndpoint(world, removal);
        UserInfo = new UserInfoEndpoint(world, gate);
        Videos = new VideoEndpoints(world, gate);
        var sessions = new BrowserSessions(world);
        Authorize = new AuthorizeEndpoint(world, sessions);
        DouyinAuthorize = new DouyinAuthorizeEndpoint(world, sessions);
        DouyinTokens = new DouyinTokenEndpoints(world);
        DouyinClientToken = new DouyinClientTokenEndpoint(world);
        DouyinUserInfo = new DouyinUserInfoEndpoint(world);
        Qr = new QrEndpoints(world);
        var phone = new QrPhone(world, Qr);
        Scan = new ScanPage(world, Qr, phone);
        Index = new IndexPage(world, Requests);
        Control = new ControlEndpoints(world, removal, Outbox, Requests, Faults, phone, Checker, reset: () =>
        {
            Outbox.Clear();
            Faults.Clear();
            gate.Reset();
            Qr.Codes.Clear();
            sessions.Clear();
            Authorize.Clear();
            DouyinAuthorize.Clear();
            DouyinClientToken.Reset();
            DouyinUserInfo.Reset();
            world.Reset();
            Requests.Clear();
            Checker.Reset();
        });
    }

    public World World { get; }

    public FaultBoard Faults { get; } = new();

    public RequestLog Requests { get; } = new();

    public ClientChecker Checker { get; }

    public WebhookOutbox Outbox { get; }

    public TokenEndpoint Token { get; }

    public RevokeEndpoint Revoke { get; }

    public UserInfoEndpoint UserInfo { get; }

    public VideoEndpoints Videos { get; }

    public AuthorizeEndpoint Authorize { get; }

    public DouyinAuthorizeEndpoint DouyinAuthorize { get; }

    public DouyinTokenEndpoints DouyinTokens { get; }

    public DouyinClientTokenEndpoint DouyinClientToken { get; }

    public DouyinUserInfoEndpoint DouyinUserInfo { get; }

    public QrEndpoints Qr { get; }

    public ScanPage Scan { get; }

    public IndexPage Index { get; }

    public ControlEndpoints Control { get; }

    public ValueTask DisposeAsync() => Outbox.DisposeAsync();
}
