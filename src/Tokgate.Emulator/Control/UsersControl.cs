using System.Collections.Immutable;
using System.Globalization;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Webhooks;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Control;

/// <summary><c>/_emulator/users</c>: the people at TikTok. PUT merges; a new <c>username</c> in it renames the person, who stays the same.</summary>
internal sealed class UsersControl(World world, AuthorizationRemoval removal)
{
    private const int UserDisconnected = 1;
    private const int AccountDeleted = 2;

    private readonly Lock renaming = new();

    public Answer List() => ControlAnswers.List(world.Users.All.OrderBy(user => user.Username, StringComparer.Ordinal), UserJson.Write);

    public Answer Get(string username) => world.Users.Find(username) is { } user ? ControlAnswers.Ok(user, UserJson.Write) : NoSuchUser(username);

    public Answer Create(Received request)
    {
        if (ControlBody.Read(request, out var body) is { } refusal)
        {
            return refusal;
        }

        var user = Read(body, null, null);
        if (body.Refuse() is { } bad)
        {
            return bad;
        }

        if (world.Users.IsFull)
        {
            return Full();
        }

        return world.Users.TryAdd(user.Username, user) ? ControlAnswers.Created(user, UserJson.Write) : Exists();
    }

    public Answer Put(Received request, string username)
    {
        if (ControlBody.Read(request, out var body) is { } refusal)
        {
            return refusal;
        }

        lock (renaming)
        {
            var old = world.Users.Find(username);
            var user = Read(body, old, username);
            if (body.Refuse() is { } bad)
            {
                return bad;
            }

            if (old is null && world.Users.IsFull)
            {
                return Full();
            }

            if (user.Username == username)
            {
                world.Users.Set(username, user);
                return old is null ? ControlAnswers.Created(user, UserJson.Write) : ControlAnswers.Ok(user, UserJson.Write);
            }

            if (!world.Users.TryAdd(user.Username, user))
            {
                return Exists();
            }

            world.Users.Remove(username);
            return ControlAnswers.Ok(user, UserJson.Write);
        }
    }

    public Answer Delete(string username)
    {
        if (world.Users.Find(username) is not { } user || !world.Users.Remove(username))
        {
            return NoSuchUser(username);
        }

        RemoveAll(user, AccountDeleted);
        return ControlAnswers.NoContent();
    }

    public Answer RemoveAuthorization(string username, Received request)
    {
        if (world.Users.Find(username) is not { } user)
        {
            return NoSuchUser(username);
        }

        var reason = (long)UserDisconnected;
        string? clientKey = null;
        if (request.Body is not { Length: 0 })
        {
            if (ControlBody.Read(request, out var body) is { } refusal)
            {
                return refusal;
            }

            reason = body.Number("reason", reason, 0, 5);
            clientKey = body.Text("client_key", null);
            if (body.Refuse() is { } bad)
            {
                return bad;
            }
        }

        var removed = RemoveAll(user, (int)reason, clientKey);
        return ControlAnswers.Ok(removed, static (json, removed) =>
        {
            json.WriteStartObject();
            json.WriteNumber("removed"u8, removed);
            json.WriteEndObject();
        });
    }

    private static Answer NoSuchUser(string username) => ControlAnswers.NotFound(
        "There is no person with this username.", $"/_emulator/users/{username}", "GET /_emulator/users lists them; POST or PUT makes one.");

    private static Answer Exists() => ControlAnswers.Error(
        409, new ControlProblem(ErrorIds.AlreadyExists, "A person with this username exists.", "$.username", "Change them with PUT /_emulator/users/{username}."));

    private static Answer Full() =>
        ControlAnswers.Error(409, new ControlProblem(ErrorIds.Full, "There are as many people as the emulator keeps.", "$", "Delete some."));

    private static TikTokUser Read(ControlBody body, TikTokUser? old, string? usernameOfPath)
    {
        var username = body.Has("username") || usernameOfPath is null ? body.RequiredText("username", usernameOfPath) : usernameOfPath;
        if (username.Length > 64 || !username.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'))
        {
            body.Bad("username", "Use 1 to 64 letters, digits, underscores and dots, as TikTok does.");
        }

        const long Most = long.MaxValue;
        var videos = ReadVideos(body, old);
        return new TikTokUser
        {
            Id = old?.Id ?? WireIds.Handle(),
            Username = username,
            DisplayName = body.Text("display_name", old is null ? username : old.DisplayName),
            AvatarUrl = body.Text("avatar_url", old?.AvatarUrl),
            AvatarUrl100 = body.Text("avatar_url_100", old?.AvatarUrl100),
            AvatarLargeUrl = body.Text("avatar_large_url", old?.AvatarLargeUrl),
            BioDescription = body.Text("bio_description", old is null ? "" : old.BioDescription),
            ProfileDeepLink = body.Text("profile_deep_link", old is null ? $"https://vm.tiktok.com/{username}/" : old.ProfileDeepLink),
            IsVerified = body.NullableFlag("is_verified", old is null ? false : old.IsVerified),
            FollowerCount = body.NullableNumber("follower_count", old is null ? 0 : old.FollowerCount, 0, Most),
            FollowingCount = body.NullableNumber("following_count", old is null ? 0 : old.FollowingCount, 0, Most),
            LikesCount = body.NullableNumber("likes_count", old is null ? 0 : old.LikesCount, 0, Most),
            VideoCount = body.NullableNumber("video_count", old is null ? videos.Length : old.VideoCount, 0, Most),
            HasUnionId = body.Has("union_id") ? !body.IsNull("union_id") : old?.HasUnionId ?? true,
            UnionId = body.Text("union_id", old?.UnionId),
            GrantableScopes = body.NullableTexts("grantable_scopes", old?.GrantableScopes),
            Videos = videos,
        };
    }

    private static ImmutableArray<TikTokVideo> ReadVideos(ControlBody body, TikTokUser? old)
    {
        if (body.Objects("videos") is not { } sent)
        {
            return old?.Videos ?? [];
        }

        var videos = sent.Select(ReadVideo).ToImmutableArray();
        if (videos.Select(video => video.Id).Distinct(StringComparer.Ordinal).Count() != videos.Length)
        {
            body.Bad("videos", "Every id must be another one.");
        }

        return videos;
    }

    private static TikTokVideo ReadVideo(ControlBody video, int index)
    {
        const int Most = int.MaxValue;
        var id = video.Text("id", (7_400_000_000_000_000_000 + index).ToString(CultureInfo.InvariantCulture));
        if (string.IsNullOrEmpty(id) || id.Length > 20 || !id.All(char.IsAsciiDigit))
        {
            video.Bad("id", "It must be a number of up to 20 digits, as text.");
        }

        var read = new TikTokVideo
        {
            Id = id ?? "",
            CreateTime = video.Number("create_time", 1_700_000_000 - index, 0, 9_000_000_000_000),
            Title = video.Text("title", "") ?? "",
            VideoDescription = video.Text("video_description", "") ?? "",
            Duration = (int)video.Number("duration", 15, 0, Most),
            Height = (int)video.Number("height", 1024, 1, Most),
            Width = (int)video.Number("width", 576, 1, Most),
            LikeCount = (int)video.Number("like_count", 0, 0, Most),
            CommentCount = (int)video.Number("comment_count", 0, 0, Most),
            ShareCount = (int)video.Number("share_count", 0, 0, Most),
            ViewCount = video.Number("view_count", 0, 0, long.MaxValue),
            CoverImageUrl = video.Text("cover_image_url", null),
        };
        video.RefuseUnknownMembers();
        return read;
    }

    private int RemoveAll(TikTokUser user, int reason, string? clientKey = null) => world.Authorizations
        .Where(authorization => authorization.UserId == user.Id && (clientKey is null || authorization.ClientKey == clientKey))
        .Count(authorization => removal.Remove(authorization, reason));
}
