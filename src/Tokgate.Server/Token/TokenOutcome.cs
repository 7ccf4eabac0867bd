using System.Diagnostics.CodeAnalysis;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Token;

internal readonly struct TokenOutcome
{
    private TokenOutcome(TokenResponse? response, OAuthError? error)
    {
        Response = response;
        Error = error;
    }

    public TokenResponse? Response { get; }

    public OAuthError? Error { get; }

    [MemberNotNullWhen(true, nameof(Response))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Response is not null;

    public static implicit operator TokenOutcome(TokenResponse response) => FromResponse(response);

    public static implicit operator TokenOutcome(OAuthError error) => FromError(error);

    public static TokenOutcome FromResponse(TokenResponse response) => new(response, null);

    public static TokenOutcome FromError(OAuthError error) => new(null, error);
}
