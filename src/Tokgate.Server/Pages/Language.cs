namespace Tokgate.Server.Pages;

/// <summary>All sentences of the hosted pages in one language: the content of one file in Languages.</summary>
internal sealed record Language
{
    public required string Tag { get; init; }

    /// <value>ltr or rtl.</value>
    public required string Direction { get; init; }

    public required IReadOnlyDictionary<string, string> Words { get; init; }

    public required IReadOnlyDictionary<string, ProblemText> Problems { get; init; }

    public string this[string name] => Words[name];

    /// <summary>What a scope means, or its own name if nobody has said.</summary>
    public string Scope(string scope) => Words.GetValueOrDefault("scope:" + scope, scope);

    public ProblemText Problem(string errorId) => Problems[errorId];
}
