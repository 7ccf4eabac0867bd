using System.Globalization;
using System.Text.Json;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management;

/// <summary>A call that was let in: who calls, and what, checked against what the operation declares.</summary>
/// <param name="operation">What is called.</param>
/// <param name="caller">Who calls.</param>
/// <param name="values">What stands in the path where the operation has braces.</param>
/// <param name="query">Known to the operation, and in order.</param>
/// <param name="body">As <see cref="Body"/>.</param>
/// <param name="versions">The versions that the caller saw, as in If-Match; none if it did not say.</param>
/// <param name="aborted">The caller has gone.</param>
internal sealed class ManagementCall(
    ManagementOperation operation, ManagementCaller caller, IReadOnlyDictionary<string, string> values, Parameters query, JsonElement body, IReadOnlyList<string> versions, CancellationToken aborted)
{
    public ManagementOperation Operation { get; } = operation;

    public ManagementCaller Caller { get; } = caller;

    /// <summary>An object, or what else the operation declares, if it takes a body.</summary>
    public JsonElement Body { get; } = body;

    public CancellationToken Aborted { get; } = aborted;

    public bool IsDryRun => Flag("dry_run") == true;

    public string Value(string name) => values[name];

    public string? Query(string name) => query[name];

    public bool? Flag(string name) => query[name] is { } value ? value == "true" : null;

    public int? Number(string name) => query[name] is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;

    public DateTimeOffset? Instant(string name) => query[name] is { } value ? DateTimeOffset.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    /// <summary>Which members are asked for by <c>fields</c> and <c>include_fields</c>; null for all.</summary>
    public Func<string, bool>? Only()
    {
        if (Query("fields") is not { } text)
        {
            return null;
        }

        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var isWanted = Flag("include_fields") ?? true;
        return name => names.Contains(name) == isWanted;
    }

    /// <summary>Null if the caller did not say which version it saw, or saw this one.</summary>
    public ManagementError? VersionFault(long version) => versions.Count == 0 || versions.Any(tag => tag == "*" || tag == ETag(version)) ? null : ManagementError.Changed;

    public bool NamesVersion => versions.Count > 0;

    public static string ETag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The members of the body that are known, for operations that take few and keep nothing.</summary>
    public ManagementError? BodyFault(params string[] known)
    {
        var faults = new Faults();
        foreach (var member in Body.EnumerateObject().Where(member => !known.Contains(member.Name, StringComparer.Ordinal)))
        {
            faults.Add(AllowedText.Of(member.Name), "is not known here");
        }

        return faults.Any ? ManagementError.InvalidBody(faults.All) : null;
    }
}
