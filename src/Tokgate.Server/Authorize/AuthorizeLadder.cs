using Tokgate.Server.Apis;
using Tokgate.Server.Authorize.Steps;
using Tokgate.Server.Connections;
using Tokgate.Server.Keys;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize;

/// <summary>
/// All that is checked once client and redirect URI are known good, in the order of RFC 6749, 4.1.1, RFC 7636, 4.3, OpenID Connect Core, 3.1.2.1 and RFC 8707, 2.
/// The response mode comes first, because refusals travel by it too; the API before the scopes, some of which are its own.
/// </summary>
internal sealed class AuthorizeLadder(SigningKeyRing ring, Issuer issuer, ConnectionDirectory connections, ApiDirectory apis)
{
    private readonly IAuthorizeStep[] steps =
    [
        new ResponseModeStep(),
        new RepeatedParameterStep(),
        new RequestObjectStep(),
        new ResponseTypeStep(),
        new AudienceStep(issuer),
        new ScopeStep(apis),
        new StateAndNonceStep(),
        new PkceStep(),
        new PromptStep(),
        new MaxAgeStep(),
        new HintsStep(connections),
        new ClaimsStep(),
        new IdTokenHintStep(ring, issuer),
        new ConnectionStep(connections),
        new MethodStep(),
    ];

    // What speaks of a browser, of its redirect URI and of a code has no meaning where a program asks and the tokens are the answer.
    private readonly IAuthorizeStep[] ofPrograms =
    [
        new RequestObjectStep(),
        new AudienceStep(issuer),
        new ScopeStep(apis),
        new StateAndNonceStep(),
        new HintsStep(connections),
        new ClaimsStep(),
        new IdTokenHintStep(ring, issuer),
        new ConnectionStep(connections),
    ];

    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => RunAsync(steps, draft, cancellationToken);

    /// <summary>For a request that no browser brings and no redirect answers.</summary>
    public ValueTask<OAuthError?> RunForProgramAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => RunAsync(ofPrograms, draft, cancellationToken);

    private static async ValueTask<OAuthError?> RunAsync(IAuthorizeStep[] steps, AuthorizeDraft draft, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            if (await step.RunAsync(draft, cancellationToken) is { } error)
            {
                return error;
            }
        }

        return null;
    }
}
