namespace Tokgate.Emulator.Douyin;

/// <summary>A fault of an authorization request: Douyin's number and the parameter, then the emulator's help for the developer.</summary>
/// <param name="Number">What Douyin shows.</param>
/// <param name="Parameter">Which parameter it is about.</param>
internal sealed record DouyinProblem(int Number, string Parameter)
{
    public required string Chinese { get; init; }

    public required string What { get; init; }

    public required string Mend { get; init; }

    public string? Received { get; init; }

    public IReadOnlyList<string> Registered { get; init; } = [];
}
