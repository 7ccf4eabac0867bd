using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Videos;

/// <summary><c>POST /v2/video/list/</c> and <c>POST /v2/video/query/</c>.</summary>
/// <remarks>Owns paging, newest first, with a cursor in milliseconds over videos dated in seconds; and that only one's own videos are found.</remarks>
internal sealed class VideoEndpoints(World world, ApiGate gate)
{
    private const int MostPerPage = 20;
    private const int DefaultPerPage = 10;

    public Answer List(Received request)
    {
        if (Refuse(request, out var fields, out var user) is { } refusal)
        {
            return refusal;
        }

        if (!VideoBody.TryReadList(request, out var cursor, out var asked))
        {
            return ApiAnswers.InvalidParameters(request, "The body must be JSON: cursor an integer (milliseconds), max_count an integer.");
        }

        var count = (int)Math.Min(asked ?? DefaultPerPage, MostPerPage + 1);
        if (count is < 1 or > MostPerPage)
        {
            return ApiAnswers.InvalidParameters(request, "The parameter max_count must be between 1 and 20.");
        }

        var before = cursor ?? long.MaxValue;
        var rest = user!.Videos.Where(video => video.CreateTime * 1_000 < before).OrderByDescending(video => video.CreateTime).ToArray();
        var page = rest.Length > count ? rest[..count] : rest;
        var next = page.Length > 0 ? page[^1].CreateTime * 1_000 : cursor ?? 0;
        return ApiAnswers.Ok(request, (page, fields, world.MediaAddress, next, hasMore: rest.Length > count), static (json, it) =>
        {
            json.WriteNumber("cursor"u8, it.next);
            json.WriteBoolean("has_more"u8, it.hasMore);
            VideoJson.Write(json, it.page, it.fields!, it.MediaAddress);
        });
    }

    public Answer Query(Received request)
    {
        if (Refuse(request, out var fields, out var user) is { } refusal)
        {
            return refusal;
        }

        if (!VideoBody.TryReadQuery(request, out var ids) || ids!.Count is 0 or > MostPerPage)
        {
            return ApiAnswers.InvalidParameters(request, "The body must be JSON with filters.video_ids: 1 to 20 ids as strings.");
        }

        var found = user!.Videos.Where(video => ids.Contains(video.Id)).OrderByDescending(video => video.CreateTime).ToArray();
        return ApiAnswers.Ok(request, (found, fields, world.MediaAddress), static (json, it) =>
        {
            json.WriteNumber("cursor"u8, 0);
            json.WriteBoolean("has_more"u8, false);
            VideoJson.Write(json, it.found, it.fields!, it.MediaAddress);
        });
    }

    private Answer? Refuse(Received request, out string[]? fields, out TikTokUser? user)
    {
        fields = null;
        user = null;
        if (gate.Refuse(request, out var grant) is { } refusal)
        {
            return refusal;
        }

        if (request.Query is not { Doubled: null } query || query["fields"] is not { } text)
        {
            return ApiAnswers.InvalidParameters(request, "The parameter fields is required, once, with comma-separated field names.");
        }

        fields = [.. text.Split(',').Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (Array.Find(fields, field => !VideoJson.Fields.Contains(field)) is { } unknown)
        {
            return ApiAnswers.InvalidParameters(request, $"The field {(unknown.Length <= 64 ? unknown : unknown[..64])} is invalid.");
        }

        if (!Scopes.Split(grant!.Scope).Contains(Scopes.VideoList, StringComparer.Ordinal))
        {
            return ApiAnswers.ScopeNotAuthorized(request);
        }

        user = world.FindUserById(grant.Authorization!.UserId);
        return user is null ? ApiAnswers.BadToken(request) : null;
    }
}
