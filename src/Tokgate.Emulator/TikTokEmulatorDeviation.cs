namespace Tokgate.Emulator;

/// <summary>One way in which a client departs from TikTok's documentation, however often it did so.</summary>
/// <param name="Id">The rule's name, such as <c>space-joined-scopes</c>; it does not change. All of them are in docs/guides/checker.md.</param>
/// <param name="Severity">How much it matters at the real TikTok.</param>
/// <param name="Title">The deviation in one sentence.</param>
/// <param name="ClientKey">Whose it is. Empty: nobody could be told; a key that is not registered here is shortened.</param>
/// <param name="Endpoint">Where it was seen, such as <c>authorize</c> or <c>token</c>.</param>
/// <param name="Seen">What came in the last time. Secrets, codes, tokens, verifiers and states are never in it.</param>
/// <param name="Why">What it costs at the real TikTok.</param>
/// <param name="Mend">What to change in the client.</param>
/// <param name="Source">The page that says so.</param>
/// <param name="Evidence">How sure it is: <c>documented</c>, <c>sdk</c> (TikTok's own), <c>integrators</c> (reported), <c>inferred</c> or <c>unconfirmed</c>.</param>
/// <param name="Count">In how many requests.</param>
/// <param name="First">When it was seen first, by the emulator's clock.</param>
/// <param name="Last">When it was seen last.</param>
/// <param name="LogId">The <c>log_id</c> of the last request, by which it is found at <c>/_emulator/requests</c>.</param>
public sealed record TikTokEmulatorDeviation(
    string Id,
    TikTokEmulatorSeverity Severity,
    string Title,
    string ClientKey,
    string Endpoint,
    string Seen,
    string Why,
    string Mend,
    Uri Source,
    string Evidence,
    long Count,
    DateTimeOffset First,
    DateTimeOffset Last,
    string LogId);
