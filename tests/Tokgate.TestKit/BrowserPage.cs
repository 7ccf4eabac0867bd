using System.Net;

namespace Tokgate.TestKit;

/// <summary>Where a walk came to rest.</summary>
public sealed record BrowserPage(Uri Address, HttpStatusCode Status, string Body, IReadOnlyDictionary<string, string> Headers);
