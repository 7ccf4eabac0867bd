namespace Tokgate.Server.Pages;

internal sealed record FormPostView(string Target, IReadOnlyList<KeyValuePair<string, string>> Parameters);
