namespace Tokgate.Server.Management;

/// <param name="Skip">How many to leave out before the page; 0 with a cursor.</param>
/// <param name="Limit">How many to show. Look for one more to know whether there is a next page.</param>
/// <param name="After">The key after which the page begins; null for the first.</param>
/// <param name="IsCursor">The answer names the next page.</param>
/// <param name="WithTotals">The answer counts all.</param>
internal sealed record PageRequest(int Skip, int Limit, string? After, bool IsCursor, bool WithTotals);
