namespace Tokgate.Server.Keys;

internal enum KeyState
{
    /// <summary>In the key set, so that everybody fetches it, but signs nothing yet.</summary>
    Announced,

    Active,

    /// <summary>Signs no more; what it has signed is still verified.</summary>
    Retiring,

    Gone,
}
