namespace Tokgate.Server.Token;

/// <summary>
/// One grant type. The endpoint has read the form, authenticated the client and checked that it may use this grant; what is left is whether this
/// request deserves tokens, and which.
/// </summary>
internal interface ITokenGrant
{
    string GrantType { get; }

    ValueTask<TokenOutcome> GrantAsync(TokenRequestContext request, CancellationToken cancellationToken);
}
