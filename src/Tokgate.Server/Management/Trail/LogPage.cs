namespace Tokgate.Server.Management.Trail;

/// <param name="Entries">What was found.</param>
/// <param name="SearchedTo">The last event that was looked at, if the search gave up before the page was full (<see cref="LogQuery.MostSearched"/>).</param>
internal sealed record LogPage(IReadOnlyList<LogEntry> Entries, long? SearchedTo);
