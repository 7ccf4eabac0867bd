namespace Tokgate.Server.Tests.Conformance;

/// <summary>A relying party of the suite: three are registered at each provider.</summary>
internal sealed record Rp(string Id, string Secret, bool ByPost = false)
{
    public const string Callback = "https://suite.example/test/a/tokgate/callback";
    public const string PostLogout = "https://suite.example/test/a/tokgate/post_logout_redirect";

    public static Rp First { get; } = new("suite-client", "secret-of-the-suite-client-:%+/-0000000001");

    public static Rp Second { get; } = new("suite-client-2", "secret-of-the-suite-client-2-000000000002");

    public static Rp Posting { get; } = new("suite-client-post", "secret-of-the-suite-client-3-000000000003", ByPost: true);

    public static IReadOnlyList<Rp> All { get; } = [First, Second, Posting];
}
