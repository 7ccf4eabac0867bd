namespace Tokgate.Server.Trials;

/// <summary>What must be the same when the browser of a trial comes back from TikTok.</summary>
internal sealed record TrialDeparture(byte[] BrowserHash, byte[]? SealedVerifier, string Callback, string AskedScopes, DateTimeOffset BegunAt)
{
    public override string ToString() => $"{nameof(TrialDeparture)} at {BegunAt:O}";
}
