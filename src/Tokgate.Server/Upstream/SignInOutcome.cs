using Tokgate.Server.Sessions;

namespace Tokgate.Server.Upstream;

/// <summary>What a completed sign-in came to. Only with <see cref="SignInStanding.Authorized"/> is the code any good.</summary>
internal sealed record SignInOutcome(SignInStanding Standing, Session? Session);
