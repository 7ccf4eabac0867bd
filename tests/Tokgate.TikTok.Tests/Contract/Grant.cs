namespace Tokgate.TikTok.Tests.Contract;

/// <summary>A code as the callback brought it, and the verifier that goes with it.</summary>
public sealed record Grant(AuthorizationCode Code, CodeVerifier Verifier);
