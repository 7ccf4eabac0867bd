using Microsoft.Extensions.Logging;

namespace Tokgate.AspNetCore;

/// <summary>Everything that the package logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Scheme {Scheme} uses the client key of a TikTok sandbox (it begins with 'sb') while the environment is Production: only the "
        + "sandbox's target users can sign in. Use the client key and secret of the approved app.")]
    public static partial void SandboxKeyInProduction(ILogger logger, string scheme);
}
