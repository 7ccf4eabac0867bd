namespace Tokgate.Server.Dashboard.Applications;

/// <summary>A kind of application in people's words.</summary>
/// <param name="Word">The management API's <c>app_type</c>.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Description">Which one to take.</param>
/// <param name="Icon">Tabler's.</param>
internal sealed record ApplicationType(string Word, string Name, string Description, string Icon)
{
    public const string Web = "regular_web";
    public const string SinglePage = "spa";
    public const string Native = "native";
    public const string Machine = "non_interactive";

    public static IReadOnlyList<ApplicationType> All { get; } =
    [
        new(Web, "Regular web", "Runs on a server that keeps a secret: ASP.NET Core, Express, Next.js, Django, Spring, Go. Also for Auth0, Keycloak, Cognito and Supabase in front of it.", "world"),
        new(SinglePage, "Single page", "JavaScript in the browser without a server of its own: React, Vue, Angular. It has no secret and uses PKCE.", "apps"),
        new(Native, "Native", "An app on a phone or a desktop. It has no secret and uses PKCE; loopback ports and schemes of its own are allowed.", "device-laptop"),
        new(Machine, "Machine", "A program that calls an API with nobody in front of it, for example the management API. It signs nobody in.", "robot"),
    ];

    /// <summary>Whether there is a place where it can keep what it proves itself by.</summary>
    public static bool HasProof(string? word) => word is Web or Machine;

    public static string NameOf(string? word) => All.FirstOrDefault(type => type.Word == word)?.Name ?? word ?? "";
}
