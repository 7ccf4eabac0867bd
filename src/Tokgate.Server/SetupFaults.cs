using Microsoft.Extensions.Options;

namespace Tokgate.Server;

/// <summary>What an exception at the start says about the set-up, in lines for the operator.</summary>
internal static class SetupFaults
{
    /// <summary>Empty for what is no fault of the set-up: that must crash with its stack.</summary>
    public static IReadOnlyList<string> Of(Exception exception) => exception switch
    {
        AggregateException several => [.. several.InnerExceptions.SelectMany(Of)],
        OptionsValidationException options => [.. options.Failures],
        SetupException setup => [setup.Message],
        IOException io when io.Message.StartsWith("Failed to bind", StringComparison.Ordinal) => [io.Message],
        _ => [],
    };
}
