namespace Tokgate.Emulator.Pages;

/// <summary>
/// Markup that is safe to send: the only way to put a value into it is a hole of an interpolated text, and every hole is encoded unless it is
/// markup already. Forgetting to encode cannot be written.
/// </summary>
internal sealed class Html
{
    private Html(string text) => Text = text;

    public static Html Empty { get; } = new("");

    public string Text { get; }

    public static Html Of(HtmlBuilder builder) => new(builder.ToText());

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Text)));
}
