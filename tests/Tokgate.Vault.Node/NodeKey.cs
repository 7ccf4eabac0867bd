namespace Tokgate.Vault.Node;

internal sealed class NodeKey(string text) : IMasterKeySource
{
    public MasterKey Load() => MasterKey.FromBase64(text);
}
