namespace Tokgate.Conventions.Tests.Repository;

/// <summary>A broken rule: where, what is wrong, and how to mend it.</summary>
internal sealed record Violation(string Where, string What, string Mend)
{
    public override string ToString() => $"{Where}: {What}. {Mend}.";
}
