using Tokgate.Server.Pages;

namespace Tokgate.Server.Upstream.QrCodes;

/// <summary>What is known of a code. With <paramref name="IsTooSoon"/> TikTok was not asked, because it was asked a moment ago.</summary>
internal sealed record QrLooked(QrState State, Failure? Failure = null, bool IsTooSoon = false);
