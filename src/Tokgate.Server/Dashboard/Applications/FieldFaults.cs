using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.Applications;

/// <summary>What is wrong with one field of a form, said beside it. A script fills it while somebody types.</summary>
/// <param name="Member">The management API's name of it.</param>
/// <param name="Messages">None if nothing is.</param>
internal sealed record FieldFaults(string Member, IReadOnlyList<string> Messages)
{
    public string Id => Member.Replace('.', '-') + "-faults";

    /// <summary>The part of a refusal that is about this member or something in it.</summary>
    public static FieldFaults Of(ManagementError? error, string member) => new(
        member,
        [.. (error?.Details ?? []).Where(fault => fault.Member == member || fault.Member.StartsWith(member + "[", StringComparison.Ordinal)).Select(static fault => fault.Message)]);
}
