using System.Security.Cryptography;
using Tokgate.Server.Connections;
using Tokgate.TikTok;
using static Tokgate.Server.TokgateServerFindingLevel;
using TikTokApp = Tokgate.Server.Connections.TikTokApp;

namespace Tokgate.Server.Diagnosis;

/// <summary>
/// Whether TikTok knows a key and a secret as a pair. TikTok has no question for that, so two others are put: for a client token, which is given to who has the pair and is thrown away, and where
/// that is not given, an exchange of a code that never was, because TikTok looks at key and secret first and at the code then.
/// </summary>
internal static class AppPairExamination
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<TokgateServerFinding> ExamineAsync(Connection connection, TikTokAppConfig config, CancellationToken cancellationToken)
    {
        var check = $"{ConnectionExamination.Named(connection)}: key and secret of {config.ClientKey}";
        if (connection.Find(config.ClientKey) is not { } app)
        {
            return new(check, config.ClientKey == connection.Config.LiveApp ? Failed : Warning, "No secret is known for this app. Set it by settings, by the management API or in the document.");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            if (connection.IsDouyin)
            {
                return AtDouyin(check, await app.Client.GetClientTokenAsync(patience.Token));
            }

            // Client tokens are for other products than Login Kit, so a refusal alone may be about the app and not about the pair.
            return (await app.Client.GetClientTokenAsync(patience.Token)).IsSuccess
                ? new(check, Fine, "TikTok knows this pair: it gave a client token, which was thrown away")
                : await AskByCodeAsync(check, connection, app, patience.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TikTokProtocolException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(check, Unknown, $"{(connection.IsDouyin && config.Address is null ? DouyinEndpoints.Default.Address : config.Endpoints.Api).Host} could not be reached or read from here. The broker must reach it for every sign-in: look at proxies and firewalls.");
        }
    }

    // Douyin gives every app a token of its own, and has a number for a pair that does not match.
    private static TokgateServerFinding AtDouyin(string check, TikTokResult<TikTokClientToken> answer) => answer.Error switch
    {
        null => new(check, Fine, "Douyin knows this pair: it gave a client token, which was thrown away. The app's former one lives for five more minutes"),
        { Code: TikTokErrorCodes.InvalidClient } error => new(check, Failed, $"Douyin does not know this pair ({error.Number}). Copy both from the app's page in Douyin's console; an app of TikTok's does not count there."),
        var error => new(check, Unknown, $"Douyin answered {error.Code} ({error.Number}). Ask again later."),
    };

    private static async Task<TokgateServerFinding> AskByCodeAsync(string check, Connection connection, TikTokApp app, CancellationToken cancellationToken)
    {
        var madeUp = AuthorizationCode.From("tokgate-doctor-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        var answer = await app.Client.ExchangeCodeAsync(madeUp, connection.Callback, codeVerifier: null, cancellationToken);
        return answer.Error?.Code switch
        {
            TikTokErrorCodes.InvalidClient => new(check, Failed, "TikTok does not know this pair. Copy both from the same tab of the app's page (sandbox and production have their own), without a space at either end."),
            TikTokErrorCodes.InvalidGrant or TikTokErrorCodes.InvalidRequest => new(check, Fine, "TikTok knows this pair: it refused a made-up code and not the app"),
            var code => new(check, Unknown, $"TikTok answered {code ?? "nothing clear"}. Ask again later."),
        };
    }
}
