namespace Tokgate.Server.Tests.Keys;

/// <summary>Two master keys as they stand in files.</summary>
internal static class MasterKeyTexts
{
    public static string First { get; } = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]);

    public static string Second { get; } = Convert.ToBase64String([.. Enumerable.Repeat((byte)2, 32)]);
}
