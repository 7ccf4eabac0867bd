using System.Reflection;
using Microsoft.AspNetCore.DataProtection;

namespace Tokgate.Server.Keys;

/// <summary>Patch level is part of the product (T-58): a framework whose Data Protection takes forged cookies for its own is not started on.</summary>
internal static class FrameworkVersion
{
    private static readonly Version Flawed = new(10, 0, 0);
    private static readonly Version Mended = new(10, 0, 7);

    /// <summary>Of the assembly that is loaded, whichever it was built against.</summary>
    public static Version Current { get; } = Parse(typeof(IDataProtector).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    public static void Check(Version version)
    {
        if (version >= Flawed && version < Mended)
        {
            throw new SetupException(
                ErrorIds.FrameworkInvalid, $"ASP.NET Core {version} accepts forged cookies (CVE-2026-40372). Install {Mended} or later, then renew the ring as docs/errors/{ErrorIds.FrameworkInvalid}.md says.");
        }
    }

    /// <summary>What cannot be read counts as the oldest of the flawed ones.</summary>
    public static Version Parse(string? informational) =>
        Version.TryParse(informational?.Split('+', '-')[0], out var version) && version.Build >= 0 ? version : Flawed;
}
