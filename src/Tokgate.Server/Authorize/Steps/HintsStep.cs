using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>What never makes a request fail: display, ui_locales, claims_locales, login_hint and acr_values (OpenID Connect Core, 3.1.2.1). A hint too long is none.</summary>
internal sealed class HintsStep(ConnectionDirectory connections) : IAuthorizeStep
{
    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => new(Check(draft));

    private const int MaxLength = 500;

    // display, claims_locales and login_hint change nothing here: the pages fit every screen, names are in one language, and TikTok takes no hint. A connection may pass them on.
    private OAuthError? Check(AuthorizeDraft draft)
    {
        draft.Request = draft.Request with
        {
            UiLocales = draft.Parameters["ui_locales"] is { Length: <= MaxLength } locales ? locales : null,
            AcrValues = draft.Parameters["acr_values"] is { Length: <= MaxLength } values ? values.Split(' ') : [],
            Hints = Carried(draft.Parameters),
        };
        return null;
    }

    private Dictionary<string, string>? Carried(Parameters parameters)
    {
        Dictionary<string, string>? carried = null;
        foreach (var name in connections.CarriedHints)
        {
            if (parameters[name] is { Length: <= AuthorizationRequest.MaxHint } value)
            {
                (carried ??= new(StringComparer.Ordinal)).Add(name, value);
            }
        }

        return carried;
    }
}
