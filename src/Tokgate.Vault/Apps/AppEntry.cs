using System.Diagnostics.CodeAnalysis;

namespace Tokgate.Vault;

/// <summary>What <see cref="AppGate"/> says to one attempt.</summary>
internal sealed record AppEntry(TikTokApp? App, AttemptCause? Cause, DateTimeOffset? ClosedUntil, int Trials)
{
    [MemberNotNullWhen(true, nameof(App))]
    [MemberNotNullWhen(false, nameof(Cause), nameof(ClosedUntil))]
    public bool IsOpen => App is not null;

    /// <summary>The app is paused, and this attempt finds out whether it still must be.</summary>
    public bool IsTrial => IsOpen && Trials > 0;
}
