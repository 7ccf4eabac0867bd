namespace Tokgate.Server.Management.Explorer;

/// <param name="Root">The issuer's path, before all addresses of ours.</param>
/// <param name="GivesTokens">Whether the page can make a test application with a token.</param>
internal sealed record ExplorerView(string Root, bool GivesTokens);
