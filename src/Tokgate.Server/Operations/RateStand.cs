namespace Tokgate.Server.Operations;

/// <param name="Limit">How many may come at once.</param>
/// <param name="Remaining">How many of them are left now.</param>
/// <param name="FullIn">How long until all of them are, if nothing comes.</param>
internal readonly record struct RateStand(int Limit, int Remaining, TimeSpan FullIn);
