namespace Tokgate.TikTok.Tests.Contract;

/// <summary>Every call of the client that goes over the wire, made with what it needs, and who may repeat it.</summary>
internal sealed record Call(
    string Name, TikTokEndpoint Endpoint, string Fault, Repetition Repetition, Func<Rig, Task<Func<TikTokClient, Task<Failure?>>>> PrepareAsync)
{
    public static IReadOnlyList<Call> All { get; } =
    [
        Of(
            "exchange", TikTokEndpoint.Exchange, "token", Repetition.Spends,
            rig => rig.CodeAsync(),
            (client, grant) => client.ExchangeCodeAsync(grant.Code, Rig.RedirectUri, grant.Verifier)),
        Of(
            "refresh", TikTokEndpoint.Refresh, "token", Repetition.Spends,
            rig => rig.SignInAsync(),
            (client, tokens) => client.RefreshAsync(tokens.RefreshToken!)), // the emulator always gives one
        Of(
            "revoke", TikTokEndpoint.Revoke, "revoke", Repetition.Spends,
            rig => rig.SignInAsync(),
            (client, tokens) => client.RevokeAsync(tokens.AccessToken)),
        Of(
            "client token", TikTokEndpoint.ClientToken, "token", Repetition.CallersChoice,
            _ => Task.FromResult(0),
            (client, _) => client.GetClientTokenAsync()),
        Of(
            "create QR code", TikTokEndpoint.CreateQrCode, "get_qrcode", Repetition.CallersChoice,
            _ => Task.FromResult(0),
            (client, _) => client.CreateQrCodeAsync(Rig.AllScopes, "state-1")),
        Of(
            "check QR code", TikTokEndpoint.CheckQrCode, "check_qrcode", Repetition.Spends,
            rig => rig.QrCodeAsync(),
            (client, code) => client.CheckQrCodeAsync(code)),
        Of(
            "user info", TikTokEndpoint.UserInfo, "user_info", Repetition.Ours,
            rig => rig.SignInAsync(),
            (client, tokens) => client.GetUserAsync(tokens.AccessToken, tokens.Scopes)),
        Of(
            "list videos", TikTokEndpoint.VideoList, "video_list", Repetition.Ours,
            rig => rig.SignInAsync(),
            (client, tokens) => client.GetVideoPageAsync(tokens.AccessToken)),
        Of(
            "query videos", TikTokEndpoint.VideoQuery, "video_query", Repetition.Ours,
            rig => rig.SignInAsync(),
            (client, tokens) => client.QueryVideosAsync(tokens.AccessToken, ["7300000000000000001"])),
    ];

    public static TheoryData<string> Names => [.. All.Select(call => call.Name)];

    public static TheoryData<string> NamesOf(Repetition repetition) => [.. All.Where(call => call.Repetition == repetition).Select(call => call.Name)];

    /// <summary>Each of these at each call that is meant.</summary>
    public static TheoryData<string, string> With(IEnumerable<string> variants, Func<Call, bool>? which = null)
    {
        var data = new TheoryData<string, string>();
        foreach (var variant in variants)
        {
            foreach (var call in All.Where(which ?? (_ => true)))
            {
                data.Add(variant, call.Name);
            }
        }

        return data;
    }

    public static Call Named(string name) => All.Single(call => call.Name == name);

    // What a call needs is got before a test puts up its fault and counts requests.
    private static Call Of<TNeeded, TResult>(
        string name,
        TikTokEndpoint endpoint,
        string fault,
        Repetition repetition,
        Func<Rig, Task<TNeeded>> prepareAsync,
        Func<TikTokClient, TNeeded, Task<TikTokResult<TResult>>> callAsync)
        where TResult : class =>
        new(name, endpoint, fault, repetition, async rig =>
        {
            var needed = await prepareAsync(rig);
            return client => Failure.OfAsync(rig, endpoint, callAsync(client, needed));
        });
}
