using System.Collections.Frozen;
using Tokgate.Emulator.Checker.Rules;

namespace Tokgate.Emulator.Checker;

/// <summary>Every rule, in the order in which docs/guides/checker.md tells them.</summary>
internal static class RuleBook
{
    public static readonly IReadOnlyList<Rule> All =
    [
        .. ClientRules.All,
        .. ScopeRules.All,
        .. RedirectRules.All,
        .. PkceRules.All,
        .. VerifierRules.All,
        .. StateRules.All,
        .. SecretRules.All,
        .. AuthorizeRules.All,
        .. BodyRules.All,
        .. CodeRules.All,
        .. RefreshRules.All,
        .. RevokeRules.All,
        .. FieldRules.All,
        .. BearerRules.All,
        .. VideoRules.All,
        .. QrRules.All,
        .. PathRules.All,
    ];

    private static readonly FrozenDictionary<CheckedEndpoints, Rule[]> ByEndpoint = Enum.GetValues<CheckedEndpoints>()
        .ToFrozenDictionary(endpoint => endpoint, endpoint => All.Where(rule => (rule.At & endpoint) != 0).ToArray());

    public static Rule[] At(CheckedEndpoints endpoint) => ByEndpoint[endpoint];
}
