namespace Tokgate.Vault.Tests.Hosting;

/// <summary>Things that a test needs and whose value does not matter.</summary>
internal static class Some
{
    /// <summary>A master key that every run has, told from others by its number.</summary>
    internal sealed class Key(byte number) : IMasterKeySource
    {
        public static string Text(byte number) => Convert.ToBase64String(Enumerable.Repeat(number, 32).ToArray());

        public MasterKey Load() => MasterKey.FromBase64(Text(number));
    }
}
