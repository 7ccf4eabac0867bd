using System.Net;

namespace Tokgate.Server.Outgoing;

/// <summary>One of the two: what the target said, or why it said nothing. Nothing else of the answer is kept.</summary>
internal readonly record struct OutgoingAnswer(HttpStatusCode? Status, OutgoingCause? Cause);
