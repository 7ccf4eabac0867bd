using System.Text.RegularExpressions;

namespace Tokgate.Server.Tests.Webhooks;

/// <summary>docs/webhooks.md, whose code and examples tests hold.</summary>
internal static class WebhookDocument
{
    public static string Root
    {
        get
        {
            var directory = new DirectoryInfo(AppContext.BaseDirectory);
            while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Tokgate.slnx")))
            {
                directory = directory.Parent;
            }

            return directory!.FullName; // tests run inside the repository
        }
    }

    public static IReadOnlyList<string> Blocks(string language) =>
        [.. Regex.Matches(File.ReadAllText(Path.Combine(Root, "docs", "webhooks.md")), $"```{language}\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value)];
}
