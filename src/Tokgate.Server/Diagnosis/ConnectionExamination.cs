using Tokgate.Server.Connections;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;
using Tokgate.Server.Upstream;
using Tokgate.TikTok;
using Tokgate.Vault;
using static Tokgate.Server.TokgateServerFindingLevel;

namespace Tokgate.Server.Diagnosis;

/// <summary>What can be seen of a connection without a person: its rules, its scopes, what TikTok says to its key, secret and redirect URI, and what happened by it lately. Bounded in time.</summary>
internal sealed class ConnectionExamination(
    AuthorizeProbe probe, WebhookAddressExamination webhookAddress, ConnectionHistory history, AbandonedStarts abandoned, VaultStores vault, ErrorPages errors, IHostEnvironment environment)
{
    public static TokgateServerFinding None { get; } =
        new("connections", Warning, "There is none, so nobody can sign in. Set TIKTOK_CLIENT_ID and TIKTOK_CLIENT_SECRET and start the broker once, or apply a document with a connection.");

    public async Task<IReadOnlyList<TokgateServerFinding>> ExamineAsync(Connection connection, CancellationToken cancellationToken)
    {
        // What asks TikTok is under way while the rest is looked at, and no one waits for another.
        var page = PageAsync(connection, cancellationToken);
        var known = connection.Config.Apps.Select(config => AppPairExamination.ExamineAsync(connection, config, cancellationToken)).ToList();
        var address = connection.IsDouyin ? null : webhookAddress.ExamineAsync(connection, cancellationToken); // Douyin sends none
        return
        [
            Switch(connection), Callback(connection), await page, .. Scopes(connection), .. Environments(connection, environment), .. await Task.WhenAll(known), .. await PauseAsync(connection, cancellationToken),
            .. address is null ? [] : (TokgateServerFinding[])[await address, await history.WebhooksAsync(connection, cancellationToken)], await abandoned.ExamineAsync(connection, cancellationToken), .. await history.FailuresAsync(connection, cancellationToken),
        ];
    }

    public static string Named(Connection connection) => $"connection {connection.Name}";

    private static TokgateServerFinding Switch(Connection connection) => connection.Config.IsActiveForAuthentication
        ? new($"{Named(connection)}: switch", Fine, "on: applications offer it")
        : new($"{Named(connection)}: switch", Warning, "It is switched off, so nobody signs in by it. Trials work all the same.");

    private static TokgateServerFinding Callback(Connection connection)
    {
        if (connection.IsDouyin)
        {
            return connection.Callback.StartsWith("https://", StringComparison.Ordinal) || connection.Config.Live is { Environment: TikTokEnvironment.Emulator }
                ? new($"{Named(connection)}: redirect URI", Fine, $"register {connection.Callback} in Douyin's console")
                : new($"{Named(connection)}: redirect URI", Failed, $"Douyin does not take {connection.Callback}: it takes https only, loopback included. Give the broker its public address (Tokgate__Issuer).");
        }

        var platform = connection.WantsPkce ? TikTokPlatform.Desktop : TikTokPlatform.Web;
        var problems = TikTokRedirectUri.Check(connection.Callback, platform);
        return problems.Count == 0
            ? new($"{Named(connection)}: redirect URI", Fine, $"register {connection.Callback} at TikTok under {platform}, in exactly these characters")
            : new($"{Named(connection)}: redirect URI", Failed, $"TikTok does not take {connection.Callback}: {string.Join(" ", problems.Select(static problem => $"{problem.Id}: {problem.Message}"))}");
    }

    // A set-up that TikTok refuses never comes back to us: its page says so, to people alone, unless somebody asks for it first.
    private async Task<TokgateServerFinding> PageAsync(Connection connection, CancellationToken cancellationToken)
    {
        if (connection.IsDouyin)
        {
            return new($"{Named(connection)}: Douyin's page", Unknown, "Douyin shows what it refuses about a set-up as a page for people, whom it also asks to scan a code. Sign in once to see it.");
        }

        var check = $"{Named(connection)}: TikTok's page";
        var asked = connection.ScopesFor([UpstreamScopes.OpenId, UpstreamScopes.Profile]);
        if (connection.Live is not { } app || asked.Count == 0)
        {
            return new(check, Unknown, "It cannot be asked for without a live app that has its secret and an approved scope.");
        }

        try
        {
            var verifier = connection.WantsPkce ? CodeVerifier.Create() : null;
            var address = connection.AuthorizationAddress(app, request: null, asked, Handle.New(HandleKind.UpstreamState).Reveal(), verifier?.ToChallenge(), wantsFreshSignIn: false);
            if (await probe.AskAsync(address, cancellationToken) is not { } failure)
            {
                return new(check, Fine, $"refuses nothing about {connection.Callback} and {asked}, as far as it tells programs");
            }

            var words = errors.Find(failure.ErrorId);
            return new(check, Failed, $"TikTok refuses it ({failure.Cause}): {words?.Title}. {words?.Advice} ({failure.ErrorId}{(failure.LogId is { } id ? $", log_id {id}" : "")})");
        }
        catch (TikTokConfigurationException exception)
        {
            return new(check, Failed, exception.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(check, Unknown, $"{connection.Config.Live?.Endpoints.Authorization.Host} could not be read from here. People's browsers must reach it, the broker need not.");
        }
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

    private async Task<IReadOnlyList<TokgateServerFinding>> PauseAsync(Connection connection, CancellationToken cancellationToken)
    {
        var pause = await vault.Apps.FindPauseAsync(connection.Config.LiveApp, cancellationToken);
        return pause is null || pause.Version != connection.Live?.Version ? []
            : [new($"{Named(connection)}: refreshes", Failed, $"TikTok has refused {pause.ClientKey}'s key or secret since {pause.PausedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}{(pause.LogId is { } id ? $" (log_id {id})" : "")}, so no token is refreshed. Compare both with the app's page at TikTok.")];
    }
}
