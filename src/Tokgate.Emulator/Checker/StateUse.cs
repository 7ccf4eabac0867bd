namespace Tokgate.Emulator.Checker;

/// <summary>A state and how many sign-ins were finished under it. A page that is loaded again brings it again, but finishes nothing.</summary>
internal sealed class StateUse
{
    public required SignIn First { get; init; }

    public int Redemptions { get; set; }
}
