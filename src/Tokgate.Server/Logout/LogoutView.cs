namespace Tokgate.Server.Logout;

/// <param name="Application">Who asks, if that is known.</param>
/// <param name="Target">Where the form goes.</param>
/// <param name="Handle">What it brings along.</param>
internal sealed record LogoutView(string? Application, string Target, string Handle);
