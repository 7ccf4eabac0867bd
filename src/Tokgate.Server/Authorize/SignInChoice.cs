namespace Tokgate.Server.Authorize;

/// <param name="Connection">Its name.</param>
/// <param name="Address">To TikTok in this browser.</param>
/// <param name="QrAddress">To a code for a phone; null where there is none to choose.</param>
/// <param name="IsDouyin">Whether it leads to Douyin instead.</param>
internal sealed record SignInChoice(string Connection, string Address, string? QrAddress, bool IsDouyin);
