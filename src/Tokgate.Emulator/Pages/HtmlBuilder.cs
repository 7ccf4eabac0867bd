using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Tokgate.Emulator.Pages;

/// <summary>Turns an interpolated text into <see cref="Html"/>: literals as they are, holes encoded. Attribute values must stand in double quotes.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlBuilder
{
    private readonly StringBuilder text;

    public HtmlBuilder(int literalLength, int formattedCount) => text = new StringBuilder(literalLength + (formattedCount * 32));

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted(string? value) => text.Append(HtmlEncoder.Default.Encode(value ?? ""));

    public void AppendFormatted(int value) => text.Append(value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public void AppendFormatted(Html markup) => text.Append(markup.Text);

    public string ToText() => text.ToString();
}
