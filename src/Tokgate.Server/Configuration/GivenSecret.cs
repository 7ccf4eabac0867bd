namespace Tokgate.Server.Configuration;

/// <summary>A secret that a document refers to.</summary>
/// <param name="Reference">As it stands in the document.</param>
/// <param name="Value">Null if whoever sent the document did not have it.</param>
internal sealed record GivenSecret(string Reference, string? Value)
{
    public string Missing => $"refers to {Reference}, which has no value where the document was read: set it there, or take the member out";

    public override string ToString() => Reference;
}
