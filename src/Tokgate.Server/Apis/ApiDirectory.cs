using Tokgate.Server.Protocol;

namespace Tokgate.Server.Apis;

/// <summary>The APIs whose scopes are known here. Of an audience that is not among them nobody can say what it knows, so its clients' registrations are believed.</summary>
internal sealed class ApiDirectory(Issuer issuer)
{
    /// <summary>The management API's path, which with the issuer before it is its audience, as at Auth0.</summary>
    public const string ManagementPath = "/api/v2/";

    /// <summary>The same for what a person's token, or an application for one of its people, may do with their TikTok accounts.</summary>
    public const string MyAccountPath = "/me/";

    public Api Management { get; } = new(issuer.At(ManagementPath), ManagementScopes.All);

    public Api MyAccount { get; } = new(issuer.At(MyAccountPath), MyAccountScopes.All);

    public Api? Find(string audience) =>
        string.Equals(audience, Management.Audience, StringComparison.Ordinal) ? Management
        : string.Equals(audience, MyAccount.Audience, StringComparison.Ordinal) ? MyAccount
        : null;

    /// <summary>What is wrong with asking an API for these scopes, or null.</summary>
    public string? Fault(string audience, IReadOnlyList<string> scopes) =>
        Find(audience) is { } api && scopes.FirstOrDefault(scope => !api.Scopes.Contains(scope, StringComparer.Ordinal)) is { } unknown
            ? $"audiences: {AllowedText.Of(audience)} has no scope {AllowedText.Of(unknown)}"
            : null;
}
