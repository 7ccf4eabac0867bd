namespace Tokgate.Server.Protocol;

/// <summary>A refusal that stays on our own page, because nobody has proved that an address belongs to the client.</summary>
internal sealed record PageError(OAuthError Error);
