using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Tokgate.Server.Connections;
using Tokgate.TikTok;
using static Tokgate.Server.TokgateServerFindingLevel;

namespace Tokgate.Server.Diagnosis;

/// <summary>What can be seen of a connection without a person: its rules, its scopes, and what TikTok says to its key and secret.</summary>
internal static class ConnectionChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(30);

    public static async IAsyncEnumerable<TokgateServerFinding> ExamineAsync(WebApplication app, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var directory = app.Services.GetRequiredService<ConnectionDirectory>();
        if (await LoadAsync(directory, cancellationToken) is { } fault)
        {
            yield return fault;
            yield break;
        }

        var all = directory.All.ToList();
        if (all.Count == 0)
        {
            yield return new("connections", Warning, "There is none, so nobody can sign in. Set TIKTOK_CLIENT_ID and TIKTOK_CLIENT_SECRET and start the broker once, or apply a document with a connection.");
        }

        foreach (var connection in all)
        {
            yield return Callback(connection);
            foreach (var finding in Scopes(connection).Concat(Environments(connection, app.Environment)))
            {
                yield return finding;
            }

            foreach (var config in connection.Config.Apps)
            {
                yield return await PairAsync(connection, config, cancellationToken);
            }
        }

        var time = app.Services.GetRequiredService<TimeProvider>();
        foreach (var address in all.Select(static connection => connection.Config.Live?.Endpoints.Api).OfType<Uri>().Distinct())
        {
            yield return await ClockAsync(address, time, cancellationToken);
        }
    }

    private static async Task<TokgateServerFinding?> LoadAsync(ConnectionDirectory directory, CancellationToken cancellationToken)
    {
        try
        {
            await directory.StartAsync(cancellationToken);
            return null;
        }
        catch (SetupException fault)
        {
            return new("connections", Failed, fault.Message);
        }
    }

    private static string Named(Connection connection) => $"connection {connection.Name}";

    private static TokgateServerFinding Callback(Connection connection)
    {
        var platform = connection.WantsPkce ? TikTokPlatform.Desktop : TikTokPlatform.Web;
        var problems = TikTokRedirectUri.Check(connection.Callback, platform);
        return problems.Count == 0
            ? new($"{Named(connection)}: redirect URI", Fine, $"register {connection.Callback} at TikTok under {platform}, in exactly these characters")
            : new($"{Named(connection)}: redirect URI", Failed, $"TikTok does not take {connection.Callback}: {string.Join(" ", problems.Select(static problem => $"{problem.Id}: {problem.Message}"))}");
    }

    private static IEnumerable<TokgateServerFinding> Scopes(Connection connection)
    {
        var config = connection.Config;
        var unapproved = config.Live is { } live ? config.Scopes.Except(live.ApprovedScopes, StringComparer.Ordinal).ToList() : [];
        yield return unapproved.Count == 0
            ? new($"{Named(connection)}: scopes", Fine, $"asks for {string.Join(", ", config.Scopes)}")
            : new($"{Named(connection)}: scopes", Warning, $"{string.Join(", ", unapproved)} is not among the approved scopes of the live app, so it is never asked for. Have TikTok approve it, then add it to approved_scopes.");
    }

    private static IEnumerable<TokgateServerFinding> Environments(Connection connection, IHostEnvironment environment)
    {
        if (connection.Config.Live is not { } live)
        {
            yield return new($"{Named(connection)}: live app", Failed, "The live app is not among its apps.");
            yield break;
        }

        yield return live.Environment switch
        {
            TikTokEnvironment.Sandbox when environment.IsProduction() => new($"{Named(connection)}: live app", Warning, $"{live.ClientKey} is a sandbox app: only its target users can sign in. Make a production app live when TikTok has approved it."),
            TikTokEnvironment.Emulator => new($"{Named(connection)}: live app", environment.IsProduction() ? Failed : Fine, $"{live.ClientKey} at the emulator: nobody is asked for a real account"),
            var kind => new($"{Named(connection)}: live app", Fine, $"{live.ClientKey}, {kind.ToString().ToLowerInvariant()}"),
        };
    }

    // TikTok looks at key and secret first and at the code then: what it says to a code that never was tells whether the two are a pair.
    private static async Task<TokgateServerFinding> PairAsync(Connection connection, TikTokAppConfig config, CancellationToken cancellationToken)
    {
        var check = $"{Named(connection)}: key and secret of {config.ClientKey}";
        if (connection.Find(config.ClientKey) is not { } app)
        {
            return new(check, config.ClientKey == connection.Config.LiveApp ? Failed : Warning, "No secret is known for this app. Set it by settings, by the management API or in the document.");
        }

        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            var madeUp = AuthorizationCode.From("tokgate-doctor-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
            var answer = await app.Client.ExchangeCodeAsync(madeUp, connection.Callback, codeVerifier: null, patience.Token);
            return answer.Error?.Code switch
            {
                TikTokErrorCodes.InvalidClient => new(check, Failed, "TikTok does not know this pair. Copy both from the same tab of the app's page (sandbox and production have their own), without a space at either end."),
                TikTokErrorCodes.InvalidGrant or TikTokErrorCodes.InvalidRequest => new(check, Fine, "TikTok knows this pair"),
                var code => new(check, Unknown, $"TikTok answered {code ?? "nothing clear"}. Ask again later."),
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TikTokProtocolException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(check, Unknown, $"{config.Endpoints.Api.Host} could not be reached or read from here. The broker must reach it for every sign-in: look at proxies and firewalls.");
        }
    }

    private static async Task<TokgateServerFinding> ClockAsync(Uri address, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            using var answer = await http.SendAsync(request, cancellationToken);
            if (answer.Headers.Date is not { } there)
            {
                return new("clock", Unknown, $"{address.Host} does not say what time it is.");
            }

            var skew = (time.GetUtcNow() - there).Duration();
            return skew <= MostSkew
                ? new("clock", Fine, $"within {MostSkew.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds of {address.Host}")
                : new("clock", Failed, $"{skew.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)} seconds away from {address.Host}. Tokens live by it: let the machine follow a time server.");
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new("clock", Unknown, $"{address.Host} could not be reached, so there is nothing to compare with.");
        }
    }
}
