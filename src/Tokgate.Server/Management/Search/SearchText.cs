using System.Globalization;
using System.Text;

namespace Tokgate.Server.Management.Search;

/// <summary>
/// The part of Auth0's search syntax that an index can answer: <c>field:value</c>, <c>field:"a value"</c> and <c>field:beginning*</c>, with AND between them, and a range of
/// instants where a list has them. Anything else is refused with its place in the text: to search for something near to it would be worse.
/// </summary>
internal sealed class SearchText
{
    private const int MaxValue = 200;
    private const int MaxTerms = 10;
    private const string And = "AND";

    private readonly string text;
    private readonly IReadOnlyDictionary<string, string> fields;
    private readonly string? rangeField;
    private readonly List<SearchTerm> terms = [];
    private int place;

    private SearchText(string text, IReadOnlyDictionary<string, string> fields, string? rangeField)
    {
        this.text = text;
        this.fields = fields;
        this.rangeField = rangeField;
    }

    /// <param name="text">What was asked.</param>
    /// <param name="fields">The names that a field may be called by, and the field.</param>
    /// <param name="rangeField">The field that is searched by a range of instants; null for none.</param>
    /// <param name="terms">What is looked for; all of them must hold.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Read(string text, IReadOnlyDictionary<string, string> fields, string? rangeField, out IReadOnlyList<SearchTerm> terms)
    {
        var reading = new SearchText(text, fields, rangeField);
        terms = reading.terms;
        return reading.Read();
    }

    private string? Read()
    {
        SkipSpaces();
        while (place < text.Length)
        {
            if (ReadTerm() is { } fault)
            {
                return fault;
            }

            if (terms.Count > MaxTerms)
            {
                return $"has more than {MaxTerms} terms";
            }

            SkipSpaces();
            if (place == text.Length)
            {
                return null;
            }

            if (!text.AsSpan(place).StartsWith(And + " ", StringComparison.Ordinal))
            {
                return At("must have AND between terms; OR, NOT and brackets are not known here");
            }

            place += And.Length;
            SkipSpaces();
            if (place == text.Length)
            {
                return At("ends with AND");
            }
        }

        return terms.Count == 0 ? "has nothing to look for" : null;
    }

    private string? ReadTerm()
    {
        var start = place;
        while (place < text.Length && (char.IsAsciiLetterOrDigit(text[place]) || text[place] is '_' or '.'))
        {
            place++;
        }

        if (place == text.Length || text[place] != ':')
        {
            place = start;
            return At($"must be field:value; fields are {string.Join(", ", fields.Values.Distinct(StringComparer.Ordinal))}");
        }

        if (!fields.TryGetValue(text[start..place], out var field))
        {
            place = start;
            return At($"names a field that is not known here; fields are {string.Join(", ", fields.Values.Distinct(StringComparer.Ordinal))}");
        }

        place++;
        return field == rangeField ? ReadRange(field) : ReadValue(field);
    }

    private string? ReadValue(string field)
    {
        if (place == text.Length)
        {
            return At("has a field without a value");
        }

        var (value, isPrefix, fault) = text[place] == '"' ? ReadQuoted() : ReadBare();
        if (fault is not null)
        {
            return fault;
        }

        if (value.Length is 0 or > MaxValue || value.Any(char.IsControl))
        {
            return At($"has a value that is empty, longer than {MaxValue} characters or has a control character");
        }

        terms.Add(new SearchTerm(field, value, isPrefix));
        return null;
    }

    private (string Value, bool IsPrefix, string? Fault) ReadQuoted()
    {
        var value = new StringBuilder();
        for (place++; place < text.Length; place++)
        {
            if (text[place] == '"')
            {
                place++;
                return place < text.Length && text[place] != ' ' ? ("", false, At("goes on after a closing quote")) : (value.ToString(), false, null);
            }

            if (text[place] == '\\' && place + 1 < text.Length)
            {
                place++;
            }

            value.Append(text[place]);
        }

        return ("", false, At("has a quote that does not close"));
    }

    private (string Value, bool IsPrefix, string? Fault) ReadBare()
    {
        var start = place;
        while (place < text.Length && text[place] != ' ')
        {
            if (text[place] is '"' or '(' or ')' or '[' or ']' or '{' or '}' or '^' or '~' or '?' or '\\' or '<' or '>')
            {
                return ("", false, At("has a character that must stand in quotes"));
            }

            if (text[place] == '*' && place + 1 < text.Length && text[place + 1] != ' ')
            {
                return ("", false, At("may have * only at a value's end"));
            }

            place++;
        }

        var value = text[start..place];
        return value.EndsWith('*') ? (value[..^1], true, null) : (value, false, null);
    }

    private string? ReadRange(string field)
    {
        var end = text.IndexOf(']', place);
        if (place == text.Length || text[place] != '[' || end < 0)
        {
            return At($"must have a range: {field}:[2026-11-01 TO 2026-11-21], or with * for no end");
        }

        var sides = text[(place + 1)..end].Split(" TO ");
        if (sides.Length != 2 || !TryRead(sides[0].Trim(), isEnd: false, out var from) || !TryRead(sides[1].Trim(), isEnd: true, out var until))
        {
            return At("must have two ISO 8601 dates or times in its range, or * for none, with TO between them");
        }

        place = end + 1;
        terms.Add(new SearchTerm(field, "", IsPrefix: false) { From = from, Until = until });
        return null;
    }

    // Both ends belong to the range; a day as its end is the whole day.
    private static bool TryRead(string text, bool isEnd, out DateTimeOffset? instant)
    {
        instant = null;
        if (text == "*")
        {
            return true;
        }

        if (!char.IsAsciiDigit(text.FirstOrDefault()) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read) || read.Year is < 1970 or > 9000)
        {
            return false;
        }

        instant = !isEnd ? read : text.Contains(':', StringComparison.Ordinal) ? read.AddMilliseconds(1) : read.AddDays(1);
        return true;
    }

    private void SkipSpaces()
    {
        while (place < text.Length && text[place] == ' ')
        {
            place++;
        }
    }

    private string At(string fault) => string.Create(CultureInfo.InvariantCulture, $"{fault} (at character {place + 1})");
}
