using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Tokgate.Vault;

namespace Tokgate.Server.Management;

/// <summary>
/// Lists in Auth0's three forms: an array; with <c>include_totals</c> an object that counts; with <c>from</c> or <c>take</c> an object with the cursor of the next
/// page, which is the only one that is as quick on the last page as on the first. A cursor is sealed for its list, so what comes back is what was given out.
/// </summary>
internal sealed class Paging(MasterKeyRing masterKeys)
{
    public const string Purpose = "management-cursor";
    public const int Most = 100;

    /// <summary>Pages are counted from 0. Whoever needs what lies deeper takes cursors.</summary>
    public const int MostSkipped = 10_000;

    public static IReadOnlyList<QueryParameter> Query { get; } =
    [
        new("page", QueryKind.Number, "Which page, from 0.") { Max = MostSkipped },
        new("per_page", QueryKind.Number, $"How many on a page, 50 unless told, at most {Most}.") { Min = 1, Max = Most },
        new("include_totals", QueryKind.Flag, "true: an object with start, limit, length and total around the list."),
        new("from", QueryKind.Text, "The cursor that the page before named as `next`."),
        new("take", QueryKind.Number, $"How many by cursor, 50 unless told, at most {Most}.") { Min = 1, Max = Most },
    ];

    private readonly SealingKey sealing = masterKeys.Derive(Purpose);

    /// <summary>What answers a call for a list: the page is read first, and one that cannot be is refused.</summary>
    public Func<ManagementCall, Task<ManagementAnswer>> List(Func<ManagementCall, PageRequest, Task<ManagementAnswer>> listAsync) =>
        async call =>
        {
            var (page, error) = Read(call);
            return page is null ? error! : await listAsync(call, page); // one of the two is there
        };

    private (PageRequest? Page, ManagementError? Error) Read(ManagementCall call)
    {
        // Auth0's clients may send both forms at once and mean this one.
        var isCursor = call.Query("from") is not null || call.Query("take") is not null;
        if (isCursor)
        {
            string? after = null;
            return call.Query("from") is { } cursor && (after = Open(call.Operation.Name, cursor)) is null
                ? (null, ManagementError.InvalidQuery([new("from", "is not a cursor that this list gave out; begin without one")]))
                : (new PageRequest(0, call.Number("take") ?? 50, after, IsCursor: true, WithTotals: false), null);
        }

        var limit = call.Number("per_page") ?? 50;
        var skip = (long)(call.Number("page") ?? 0) * limit;
        return skip > MostSkipped
            ? (null, ManagementError.InvalidQuery([new("page", $"ends after {MostSkipped} entries; take cursors (take, from) for more")]))
            : (new PageRequest((int)skip, limit, null, IsCursor: false, call.Flag("include_totals") == true), null);
    }

    /// <param name="call">Whose list it is.</param>
    /// <param name="page">As it was asked for.</param>
    /// <param name="name">The list's name where there is an object around it.</param>
    /// <param name="found">What is on the page, and one more if there is more (<see cref="PageRequest.Limit"/> + 1 were looked for).</param>
    /// <param name="write">One of them.</param>
    /// <param name="keyOf">Where the next page begins after it.</param>
    /// <param name="total">Needed if the page has totals.</param>
    public JsonNode Write<T>(ManagementCall call, PageRequest page, string name, IReadOnlyList<T> found, Func<T, JsonNode> write, Func<T, string> keyOf, long? total)
    {
        var shown = found.Take(page.Limit).ToList();
        var list = new JsonArray([.. shown.Select(write)]);
        if (page.IsCursor)
        {
            var answer = new JsonObject { [name] = list };
            if (found.Count > page.Limit)
            {
                answer["next"] = Seal(call.Operation.Name, keyOf(shown[^1]));
            }

            return answer;
        }

        return page.WithTotals
            ? new JsonObject { ["start"] = page.Skip, ["limit"] = page.Limit, ["length"] = shown.Count, ["total"] = total, [name] = list }
            : list;
    }

    private string Seal(string list, string key) => Base64Url.EncodeToString(sealing.Seal(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(list)));

    private string? Open(string list, string cursor)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(cursor.Length)];
        return Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, bytes, out var length) && sealing.TryOpen(bytes.AsSpan(0, length), Encoding.UTF8.GetBytes(list), out var key)
            ? Encoding.UTF8.GetString(key)
            : null;
    }
}
