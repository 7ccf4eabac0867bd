using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace Tokgate.Cli.Documents;

/// <summary>A configuration document on disk: YAML, or JSON with comments if its name ends in .json; <c>-</c> is standard input, as YAML (of which JSON is a part).</summary>
internal static class DocumentFile
{
    private const long MaxLength = 4 * 1024 * 1024;

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    public static async Task<JsonObject> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var text = await TextAsync(path, cancellationToken);
        try
        {
            var read = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? JsonNode.Parse(text, documentOptions: Lenient) : YamlText.Read(text);
            return read as JsonObject ?? throw Unreadable(path, "it must be one object (a YAML mapping), such as `version: 1`.");
        }
        catch (JsonException fault)
        {
            throw Unreadable(path, $"it is not JSON at line {fault.LineNumber + 1}, column {fault.BytePositionInLine + 1}.");
        }
        catch (YamlException fault)
        {
            throw Unreadable(path, $"it is not YAML at line {fault.Start.Line}, column {fault.Start.Column}: {Short(fault)}");
        }
    }

    public static async Task<string> TextAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (path == "-")
            {
                return await Console.In.ReadToEndAsync(cancellationToken);
            }

            return new FileInfo(path).Length > MaxLength ? throw Unreadable(path, "it is larger than 4 MiB.") : await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, "there is no such file, or it must not be read.");
        }
    }

    private static CommandException Unreadable(string path, string why) => new(ErrorIds.DocumentUnreadable, $"{path} cannot be read: {why}");

    // Its words may repeat a part of the document; the first line says what is meant.
    private static string Short(YamlException fault) => fault.InnerException is null ? fault.Message.Split('\n')[0] : "its structure is broken.";
}
