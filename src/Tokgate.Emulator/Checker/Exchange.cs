using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Checker;

/// <summary>One request and what was said to it, kept until the rules have looked.</summary>
/// <param name="Arrived">Its place among all arrivals and answers.</param>
/// <param name="Answered">The same for its answer: of two requests, the later one knew the answer to the former only if it arrived after this.</param>
/// <param name="Request">As it came.</param>
/// <param name="Status">0 when the connection was cut.</param>
/// <param name="Location">Where the browser was sent.</param>
/// <param name="Body">The answer, if it is short JSON.</param>
internal sealed record Exchange(long Arrived, long Answered, Received Request, int Status, string? Location, byte[]? Body);
