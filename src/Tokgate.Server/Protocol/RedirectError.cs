namespace Tokgate.Server.Protocol;

/// <summary>
/// A refusal that may travel to the client: its target can only come out of <see cref="RedirectUris.Match"/>, so an unregistered address cannot
/// get here. For everything else there is <see cref="PageError"/>.
/// </summary>
internal sealed record RedirectError(MatchedRedirectUri Target, OAuthError Error, string? State);
