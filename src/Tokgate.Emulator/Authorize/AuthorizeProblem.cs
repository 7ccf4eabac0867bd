namespace Tokgate.Emulator.Authorize;

/// <summary>
/// A set-up error that stays on TikTok's page. The first three members are TikTok's wire; the others are the emulator's help for the developer.
/// </summary>
internal sealed record AuthorizeProblem(string Error, string ErrorType, int? ErrCode)
{
    /// <summary>What is wrong, in one sentence.</summary>
    public required string What { get; init; }

    public required string Mend { get; init; }

    /// <summary>What came in, if it can be shown.</summary>
    public string? Received { get; init; }

    /// <summary>What would have been right: the registered values.</summary>
    public IReadOnlyList<string> Registered { get; init; } = [];
}
