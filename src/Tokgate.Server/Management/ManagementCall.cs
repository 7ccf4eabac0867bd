using System.Globalization;
using System.Text.Json;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management;

/// <summary>A call that was let in: who calls, and what, checked against what the operation declares.</summary>
internal sealed class ManagementCall(HttpContext context, ManagementOperation operation, ManagementCaller caller, Parameters query, JsonElement body)
{
    public HttpContext Context { get; } = context;

    public ManagementOperation Operation { get; } = operation;

    public ManagementCaller Caller { get; } = caller;

    /// <summary>An object, or what else the operation declares, if it takes a body.</summary>
    public JsonElement Body { get; } = body;

    public CancellationToken Aborted => Context.RequestAborted;

    public bool IsDryRun => Flag("dry_run") == true;

    public string Value(string name) => (string)Context.GetRouteValue(name)!; // its path has it

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
    public ManagementError? VersionFault(long version)
    {
        var header = Context.Request.Headers.IfMatch;
        return header.Count == 0 || header.SelectMany(static value => (value ?? "").Split(',')).Any(tag => tag.Trim() is "*" || tag.Trim() == ETag(version)) ? null : ManagementError.Changed;
    }

    public bool NamesVersion => Context.Request.Headers.IfMatch.Count > 0;

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
