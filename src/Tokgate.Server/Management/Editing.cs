using System.Text.Json.Nodes;
using Tokgate.Server.Audit;
using Tokgate.Server.Management.Shapes;

namespace Tokgate.Server.Management;

/// <summary>The one way to change a thing: merge, check, say what would be or write it under the version that was read, and leave before and after in the trail.</summary>
/// <remarks>Without If-Match a change that somebody else overtakes is merged again onto what is there then: a merge says which members it is about, so nothing of theirs is lost.</remarks>
internal sealed class Editing<T>(Shape<T> shape, string what, Func<T, long> versionOf, Func<T, IReadOnlyList<Fault>> check, AuditTrail trail)
    where T : class
{
    private const int MaxAttempts = 5;

    /// <summary>A new thing out of the body, or why not.</summary>
    public (T? Value, ManagementError? Error) Make(ManagementCall call, T empty)
    {
        var faults = new Faults();
        var value = shape.Take(empty, call.Body, "", isNew: true, faults);
        var all = faults.Any ? faults.All : check(value);
        if (all.Count > 0)
        {
            return (null, ManagementError.InvalidBody(all));
        }

        Note(null, shape.Write(value));
        return (value, null);
    }

    public ManagementAnswer Tell(T value, Func<string, bool>? only = null) => new() { Body = shape.Write(value, only), Version = versionOf(value) };

    /// <param name="call">With the members to change.</param>
    /// <param name="findAsync">The thing as it is now; null if there is none.</param>
    /// <param name="tryUpdateAsync">Writes what is given, if the version is still that one; false if it is not.</param>
    /// <param name="allow">What else may forbid this change of this caller; before and after.</param>
    public async Task<ManagementAnswer> PatchAsync(ManagementCall call, Func<Task<T?>> findAsync, Func<T, Task<bool>> tryUpdateAsync, Func<T, T, ManagementError?>? allow = null)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await findAsync() is not { } before)
            {
                return ManagementError.NotFound(what);
            }

            if (call.VersionFault(versionOf(before)) is { } changed)
            {
                return changed;
            }

            var faults = new Faults();
            var after = shape.Take(before, call.Body, "", isNew: false, faults);
            var all = faults.Any ? faults.All : check(after);
            if (all.Count > 0)
            {
                return ManagementError.InvalidBody(all);
            }

            if (allow?.Invoke(before, after) is { } forbidden)
            {
                return forbidden;
            }

            if (call.IsDryRun || ReferenceEquals(before, after))
            {
                return Tell(after);
            }

            Note(shape.Write(before), shape.Write(after));
            if (await tryUpdateAsync(after))
            {
                return await findAsync() is { } written ? Tell(written) : ManagementError.NotFound(what);
            }

            if (call.NamesVersion)
            {
                return ManagementError.Changed;
            }
        }

        return ManagementError.Conflict("busy", "Others change it all the time.") with { Advice = "Try again.", RetryAfter = TimeSpan.FromSeconds(1) };
    }

    public async Task<ManagementAnswer> DeleteAsync(ManagementCall call, Func<Task<T?>> findAsync, Func<Task<bool>> deleteAsync, Func<T, ManagementError?>? allow = null)
    {
        if (await findAsync() is not { } before)
        {
            return ManagementError.NotFound(what);
        }

        if (call.VersionFault(versionOf(before)) is { } changed)
        {
            return changed;
        }

        if (allow?.Invoke(before) is { } forbidden)
        {
            return forbidden;
        }

        if (call.IsDryRun)
        {
            return ManagementAnswer.Nothing;
        }

        Note(shape.Write(before), null);
        return await deleteAsync() ? ManagementAnswer.Nothing : ManagementError.NotFound(what);
    }

    private void Note(JsonObject? before, JsonObject? after) => trail.About().Change = ChangeText.Of(before, after);
}
