using System.Diagnostics;
using System.Net;
using Tokgate.TikTok;

namespace Tokgate.Bench;

/// <summary>What Tokgate.TikTok itself costs per sign-in: the same calls over a network that answers at once.</summary>
internal static class OwnCodeBench
{
    public static async Task<double> MicrosecondsPerSignInAsync(bool quick)
    {
        using var http = new HttpClient(new InstantNetwork());
        var client = new TikTokClient(http, new TikTokClientOptions { ClientKey = "awbench", ClientSecret = ClientSecret.From("bench") });
        var rounds = quick ? 2_000 : 50_000;
        await SignInsAsync(client, rounds);
        var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await SignInsAsync(client, rounds);
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMicroseconds / rounds;
    }

    private static async Task SignInsAsync(TikTokClient client, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var verifier = CodeVerifier.Create();
            client.BuildAuthorizationUri(new TikTokAuthorizationRequest
            {
                RedirectUri = "http://127.0.0.1:5080/signin-tiktok",
                Scopes = TikTokScopes.Of(TikTokScopeNames.UserInfoBasic),
                State = "state",
                CodeChallenge = verifier.ToChallenge(),
            });
            var callback = TikTokCallback.Parse([new("code", "abc*0!6410.va"), new("scopes", "user.info.basic"), new("state", "state")]);
            var tokens = await client.ExchangeCodeAsync(callback.Code!, "http://127.0.0.1:5080/signin-tiktok", verifier); // the code is in the line above
            var user = await client.GetUserAsync(tokens.Value!.AccessToken, tokens.Value.Scopes); // the network below refuses nothing
            if (user.Value?.DisplayName is null)
            {
                throw new InvalidOperationException("No user came back.");
            }
        }
    }

    private sealed class InstantNetwork : HttpMessageHandler
    {
        private static readonly byte[] s_tokens = """{"access_token":"act.abcdefghijklmnopqrstuvwxyz0123456789!6410.va","expires_in":7200,"open_id":"-000open","refresh_expires_in":15552000,"refresh_token":"rft.abcdefghijklmnopqrstuvwxyz0123456789!6410.va","scope":"user.info.basic","token_type":"Bearer"}"""u8.ToArray();
        private static readonly byte[] s_user = """{"data":{"user":{"avatar_large_url":"https://cdn.example/large.jpeg","avatar_url":"https://cdn.example/a.jpeg","avatar_url_100":"https://cdn.example/100.jpeg","display_name":"Someone","open_id":"-000open","union_id":"c9c60f44-a68e-4f5d-84dd-ce22faeb0ba1"}},"error":{"code":"ok","log_id":"20261121120000AAAAAAAAAAAAAAAAAAAA","message":""}}"""u8.ToArray();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(request.Method == HttpMethod.Post ? s_tokens : s_user) });
    }
}
