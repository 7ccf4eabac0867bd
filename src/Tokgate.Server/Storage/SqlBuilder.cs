using System.Runtime.CompilerServices;

namespace Tokgate.Server.Storage;

/// <summary>
/// A statement put together from text of this code and values. Values become parameters, whatever is in them; there are as many statements as there are combinations of
/// what can be asked, and not as many as there are questions.
/// </summary>
internal sealed class SqlBuilder
{
    private readonly List<object?> values = [];

    /// <summary>A parameter's place in the text.</summary>
    public string Value(object? value)
    {
        values.Add(value);
        return $"{{{values.Count - 1}}}";
    }

    /// <summary>That a column begins with a text, as a range of its index.</summary>
    public string Begins(string column, string prefix) => $"{column} >= {Value(prefix)} and {column} < {Value(Users.SearchKey.EndOf(prefix))}";

    public string Matches(string column, string value, bool isPrefix) => isPrefix ? Begins(column, value) : $"{column} = {Value(value)}";

    public FormattableString Statement(string text) => FormattableStringFactory.Create(text, [.. values]);
}
