namespace Tokgate.Cli;

/// <summary>What a script can tell by. An interface: a number is never given another meaning; docs/cli.md lists them.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>Nothing failed, and the document and the server differ.</summary>
    public const int Differences = 3;
}
