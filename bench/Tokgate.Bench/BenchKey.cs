using Tokgate.Vault;

namespace Tokgate.Bench;

/// <summary>A master key that both who fills the database and who is measured know.</summary>
internal sealed class BenchKey : IMasterKeySource
{
    public MasterKey Load() => MasterKey.FromBase64(Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray()));
}
