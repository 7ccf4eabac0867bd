namespace Tokgate.Server.Settings;

/// <summary>A setting of the process as it is in force.</summary>
/// <param name="Group">What it is about.</param>
/// <param name="Name">The environment variable.</param>
/// <param name="Value">As it would be written there.</param>
/// <param name="Default">What it is when nothing is set.</param>
/// <param name="Description">What it decides.</param>
internal sealed record ProcessSetting(string Group, string Name, string Value, string Default, string Description);
