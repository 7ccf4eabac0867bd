namespace Tokgate.Server.Protocol;

/// <summary>
/// The parameters of one request, read once. An empty value counts as absent (RFC 6749, 3.1). A name that came twice has no value here and
/// stands in <see cref="Repeated"/>, so nobody can act on one of two answers.
/// </summary>
internal sealed class Parameters
{
    public const int MaxCount = 100;
    public const int MaxValueLength = 16 * 1024;

    private readonly List<KeyValuePair<string, string?>> values = new(8);

    public static Parameters Empty { get; } = new();

    /// <value>The first name that was sent more than once, or null.</value>
    public string? Repeated { get; private set; }

    public int Count => values.Count;

    public IEnumerable<string> Names => values.Select(static pair => pair.Key);

    public string? this[string name]
    {
        get
        {
            var index = IndexOf(name);
            return index < 0 ? null : values[index].Value;
        }
    }

    public bool Has(string name) => IndexOf(name) >= 0;

    internal bool TryAdd(string name, string value)
    {
        if (values.Count >= MaxCount || value.Length > MaxValueLength)
        {
            return false;
        }

        var index = IndexOf(name);
        if (index >= 0)
        {
            Repeated ??= name;
            values[index] = new(name, null);
            return true;
        }

        values.Add(new(name, value.Length == 0 ? null : value));
        return true;
    }

    private int IndexOf(string name)
    {
        for (var index = 0; index < values.Count; index++)
        {
            if (string.Equals(values[index].Key, name, StringComparison.Ordinal))
            {
                return index;
            }
        }

        return -1;
    }
}
