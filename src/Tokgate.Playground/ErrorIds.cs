namespace Tokgate.Playground;

/// <summary>The playground's error ids; each has a page under <c>docs/errors</c>.</summary>
internal static class ErrorIds
{
    /// <summary>The environment is Production.</summary>
    public const string Production = "TTK5001";

    /// <summary>A port is taken by another program.</summary>
    public const string PortTaken = "TTK5002";

    /// <summary>A port in the settings is none.</summary>
    public const string PortInvalid = "TTK5003";

    /// <summary>The data directory cannot be written.</summary>
    public const string DataDirectoryUnwritable = "TTK5004";

    /// <summary>The sample application's master key cannot be used.</summary>
    public const string SampleKeyUnusable = "TTK5020";
}
