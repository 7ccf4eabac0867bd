namespace Tokgate.Emulator.Checker;

/// <summary>What all tokens that came from one code have in common.</summary>
internal sealed class GrantTrace
{
    /// <summary>Null: the sign-in was not seen.</summary>
    public IReadOnlyList<string>? Asked { get; init; }

    public required string Granted { get; init; }

    /// <summary>Refreshes in a row while the access token had more than half of its life before it.</summary>
    public int EarlyRefreshes { get; set; }
}
