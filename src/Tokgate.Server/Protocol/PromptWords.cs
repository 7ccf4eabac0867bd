namespace Tokgate.Server.Protocol;

/// <summary>OpenID Connect Core, 3.1.2.1.</summary>
internal static class PromptWords
{
    public const string None = "none";
    public const string Login = "login";
    public const string Consent = "consent";
    public const string SelectAccount = "select_account";

    public static IReadOnlyList<string> All { get; } = [None, Login, Consent, SelectAccount];
}
