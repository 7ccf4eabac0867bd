using System.Text.Json;

namespace Tokgate.Conventions.Tests.Text;

public sealed class SettingsSecretTests
{
    private static readonly string[] Words = ["secret", "password", "token", "masterkey", "privatekey", "connectionstring", "apikey"];

    [Fact]
    public void No_settings_file_holds_a_secret() => Verdict.IsClean(Check(SourceTree.OfRepository));

    [Theory]
    [InlineData("""{ "Tokgate": { "ClientSecret": "hunter2" } }""")]
    [InlineData("""{ "TIKTOK_CLIENT_SECRET": "hunter2" }""")]
    [InlineData("""{ "Apps": [ { "AccessToken": "hunter2" } ] }""")]
    public void A_secret_is_found(string json) => Verdict.IsOneFaultIn("src/A/appsettings.json", Check(SourceTree.Of(("src/A/appsettings.json", json))));

    [Theory]
    [InlineData("""{ "Tokgate": { "ClientSecret": "", "ClientSecretFile": "/run/secrets/tiktok" } }""")]
    [InlineData("""{ "Logging": { "LogLevel": { "Default": "Warning" } } } // not "Secret": "x" """)]
    public void References_to_secrets_are_fine(string json) => Verdict.IsClean(Check(SourceTree.Of(("src/A/appsettings.Production.json", json))));

    private static IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (var file in tree.All.Where(file => file.Name.StartsWith("appsettings", StringComparison.Ordinal) && file.Name.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var document = JsonDocument.Parse(file.Text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            foreach (var name in SecretsIn(document.RootElement, ""))
            {
                yield return new Violation(file.Path, $"{name} holds a value", "Name a file or a secret store instead, and change the secret: it has been seen");
            }
        }
    }

    private static IEnumerable<string> SecretsIn(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => SecretsIn(member.Value, member.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => SecretsIn(item, name)),
        JsonValueKind.String when element.GetString() is { Length: > 0 } && IsSecret(name) => [name],
        _ => [],
    };

    private static bool IsSecret(string name)
    {
        var letters = name.Replace("_", "", StringComparison.Ordinal);
        return !letters.EndsWith("File", StringComparison.OrdinalIgnoreCase) && Words.Any(word => letters.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
