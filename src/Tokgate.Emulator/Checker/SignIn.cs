using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Checker;

/// <summary>One authorization request and what became of it.</summary>
internal sealed record SignIn
{
    public string? ClientKey { get; init; }

    public required string RedirectUri { get; init; }

    public AppPlatform Platform { get; init; }

    public string? State { get; init; }

    public string? Challenge { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public string Granted { get; init; } = "";

    public bool IsFromQrCode { get; init; }

    /// <summary>An exchange of the code was cut off or spoiled by a fault: it may have gone through.</summary>
    public bool IsInDoubt { get; set; }

    /// <summary>Where among all answers the code was exchanged; 0 while it was not.</summary>
    public long RedeemedAt { get; set; }
}
