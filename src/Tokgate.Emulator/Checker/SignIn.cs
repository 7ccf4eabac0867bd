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

    /// <summary>When its code is too old.</summary>
    public DateTimeOffset CodeExpiresAt { get; init; }

    /// <summary>Of its code.</summary>
    public Refusals Refusals { get; private init; } = new();

    /// <summary>Where among all answers the code was exchanged; 0 while it was not.</summary>
    public long RedeemedAt { get; set; }

    public SignIn WithCode(string granted, DateTimeOffset expiresAt) => this with { Granted = granted, CodeExpiresAt = expiresAt, Refusals = new(), RedeemedAt = 0 };
}
