namespace Tokgate.Emulator.Control;

/// <summary>One thing that is wrong with a call of the control API.</summary>
/// <param name="Id">An id of <see cref="ErrorIds"/>.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Where">The member (<c>$.scopes[2]</c>), path or header.</param>
/// <param name="Mend">How to put it right.</param>
internal sealed record ControlProblem(string Id, string What, string Where, string Mend);
