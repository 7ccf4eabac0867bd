using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Media;

/// <summary>Avatars and video covers that load, drawn as SVG from their name; and the page behind a video's address.</summary>
/// <remarks>Owns <c>/_emulator/media/…</c>. There is no binary file in the repository, and nothing here looks like TikTok's art.</remarks>
internal static class MediaEndpoint
{
    private const string AvatarPrefix = Paths.Media + "avatar/";
    private const string CoverPrefix = Paths.Media + "cover/";
    private const string VideoPrefix = Paths.Media + "video/";
    private const string Suffix = ".svg";

    public static string AvatarAddress(Uri baseAddress, string username, int size) =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin(baseAddress)}{AvatarPrefix}{Uri.EscapeDataString(username)}{Suffix}?s={size}&x-signature=emulated");

    public static string CoverAddress(Uri baseAddress, string id) =>
        $"{Origin(baseAddress)}{CoverPrefix}{Uri.EscapeDataString(id)}{Suffix}";

    public static string VideoAddress(Uri baseAddress, string id) => $"{Origin(baseAddress)}{VideoPrefix}{Uri.EscapeDataString(id)}";

    public static Answer Handle(Received request)
    {
        var path = request.Path;
        if (path.StartsWith(AvatarPrefix, StringComparison.Ordinal) && path.EndsWith(Suffix, StringComparison.Ordinal))
        {
            var size = request.Query?["s"] is { } text && int.TryParse(text, CultureInfo.InvariantCulture, out var asked) && asked is > 0 and <= 1080
                ? asked
                : 168;
            return Svg(Avatar(Name(path, AvatarPrefix), size));
        }

        if (path.StartsWith(CoverPrefix, StringComparison.Ordinal) && path.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return Svg(Cover(Name(path, CoverPrefix)));
        }

        return path.StartsWith(VideoPrefix, StringComparison.Ordinal)
            ? Answer.Text(200, "A video of the emulator has a cover and figures, but no film.")
            : Answer.Text(404, "No such image.");
    }

    private static string Origin(Uri baseAddress) => baseAddress.GetLeftPart(UriPartial.Authority);

    private static string Name(string path, string prefix) => path[prefix.Length..^Suffix.Length];

    private static Answer Svg(string text) =>
        new() { ContentType = "image/svg+xml; charset=utf-8", Body = Encoding.UTF8.GetBytes(text), Cacheable = true };

    private static string Avatar(string name, int size)
    {
        var (first, second) = Colours(name);
        var letter = name.FirstOrDefault(char.IsAsciiLetterOrDigit, '?');
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 100 100">
              <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="{first}"/><stop offset="1" stop-color="{second}"/></linearGradient></defs>
              <rect width="100" height="100" fill="url(#g)"/>
              <circle cx="50" cy="40" r="17" fill="#fff" fill-opacity=".9"/><path d="M18 92a32 32 0 0 1 64 0z" fill="#fff" fill-opacity=".9"/>
              <text x="50" y="47" font-family="system-ui,sans-serif" font-size="20" font-weight="700" text-anchor="middle" fill="{second}">{char.ToUpperInvariant(letter)}</text>
            </svg>
            """);
    }

    private static string Cover(string id)
    {
        var (first, second) = Colours(id);
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="576" height="1024" viewBox="0 0 576 1024">
              <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="{first}"/><stop offset="1" stop-color="{second}"/></linearGradient></defs>
              <rect width="576" height="1024" fill="url(#g)"/>
              <circle cx="288" cy="512" r="96" fill="#fff" fill-opacity=".25"/><path d="M256 452v120l104-60z" fill="#fff"/>
            </svg>
            """;
    }

    private static (string First, string Second) Colours(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        var hue = hash[0] * 360 / 256;
        return (
            string.Create(CultureInfo.InvariantCulture, $"hsl({hue} 62% 58%)"),
            string.Create(CultureInfo.InvariantCulture, $"hsl({(hue + 40 + (hash[1] / 4)) % 360} 58% 38%)"));
    }
}
