namespace Tokgate.Server.Protocol;

/// <summary>A redirect URI that was presented and is registered. Only <see cref="RedirectUris.Match"/> makes one.</summary>
internal sealed class MatchedRedirectUri
{
    internal MatchedRedirectUri(string value) => Value = value;

    public string Value { get; }

    /// <summary>Parameters that the registered query already has stay as they are; ours are added (RFC 6749, 3.1.2).</summary>
    public string With(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var separator = Value.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var text = new System.Text.StringBuilder(Value, Value.Length + 256);
        foreach (var (name, value) in parameters)
        {
            text.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return text.ToString();
    }
}
