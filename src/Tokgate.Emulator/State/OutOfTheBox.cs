using System.Collections.Immutable;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.State;

/// <summary>The apps and people that are there without anyone having made them.</summary>
internal static class OutOfTheBox
{
    public const string SandboxKey = "sbawplayground00001";
    public const string ProductionKey = "awplayground000001";

    public const string DouyinKey = "douyinplayground01";

    // Public on purpose: it opens nothing but this emulator, and its name says so.
    public const string Secret = "emulator-secret-not-for-production-00001";

    private static readonly string[] DefaultCallbacks = ["http://localhost:5080/signin-tiktok", "http://localhost:5081/login/callback"];

    // Under any port, so that they follow the playground's.
    private static readonly ImmutableArray<string> DouyinCallbacks =
    [
        "http://localhost:*/signin-douyin", "http://127.0.0.1:*/signin-douyin",
        "http://localhost:*/login/callback/douyin", "http://127.0.0.1:*/login/callback/douyin",
    ];

    private static readonly ImmutableArray<string> AppScopes = [Scopes.Basic, Scopes.Profile, Scopes.Stats, Scopes.VideoList];

    public static void Fill(World world, IEnumerable<string> playgroundCallbacks, string? playgroundWebhook)
    {
        ImmutableArray<string> callbacks = [.. DefaultCallbacks.Concat(playgroundCallbacks).Distinct(StringComparer.Ordinal)];
        var platforms = ImmutableDictionary<AppPlatform, ImmutableArray<string>>.Empty.Add(AppPlatform.Desktop, callbacks);
        world.Apps.Set(SandboxKey, new TikTokApp(SandboxKey, Secret)
        {
            Name = "Playground (sandbox)",
            Platforms = platforms,
            Scopes = AppScopes,
            Approved = true,
            Sandbox = true,
            TargetUsers = ["creator_full", "creator_sparse", "basic_only"],
        });
        world.Apps.Set(ProductionKey, new TikTokApp(ProductionKey, Secret)
        {
            Name = "Playground",
            Platforms = platforms,
            Scopes = AppScopes,
            Approved = true,
            WebhookUrl = playgroundWebhook,
        });

        AddDouyin(world);
        foreach (var user in People(world.Clock.Now))
        {
            world.Users.Set(user.Username, user);
        }
    }

    private static void AddDouyin(World world) => world.Apps.Set(DouyinKey, new TikTokApp(DouyinKey, Secret)
    {
        Name = "Playground 抖音",
        Platforms = ImmutableDictionary<AppPlatform, ImmutableArray<string>>.Empty.Add(AppPlatform.Desktop, DouyinCallbacks),
        Scopes = [DouyinScopes.UserInfo, DouyinScopes.FriendRelation, DouyinScopes.RenewRefreshToken],
        Approved = true,
        IsDouyin = true,
    });

    /// <summary>Registers more addresses for the apps that are there from the start: a state file may come from a run on other ports.</summary>
    public static void AddAddresses(World world, IEnumerable<string> callbacks, string? webhook)
    {
        foreach (var app in world.Apps.All.Where(app => app.ClientKey is SandboxKey or ProductionKey).ToArray())
        {
            var desktop = app.RedirectUris(AppPlatform.Desktop).Union(callbacks, StringComparer.Ordinal).Take(RedirectUriRules.MostPerPlatform);
            world.Apps.Set(app.ClientKey, app.WithAddresses(AppPlatform.Desktop, [.. desktop], app.ClientKey == ProductionKey ? webhook : null));
        }
    }

    private static IEnumerable<TikTokUser> People(DateTimeOffset now)
    {
        yield return new TikTokUser
        {
            Id = "persona-creator-full",
            Username = "creator_full",
            DisplayName = "Camille Full",
            BioDescription = "Cooks, climbs & codes.\nEverything about me is filled in.",
            ProfileDeepLink = "https://vm.tiktok.com/ZMcreatorfull/",
            IsVerified = true,
            FollowerCount = 3_204_518_776,
            FollowingCount = 128,
            LikesCount = 98_765_432_109,
            VideoCount = 23,
            Videos = Videos(now, 23),
        };
        yield return new TikTokUser
        {
            Id = "persona-creator-sparse",
            Username = "creator_sparse",
            DisplayName = "Sparse \U0001F331 ",
            BioDescription = "",
            ProfileDeepLink = "https://vm.tiktok.com/ZMcreatorsparse/",
            IsVerified = false,
            FollowerCount = 0,
            FollowingCount = 0,
            LikesCount = 0,
            VideoCount = 0,
            HasUnionId = false,
        };
        yield return new TikTokUser
        {
            Id = "persona-basic-only",
            Username = "basic_only",
            DisplayName = "Bo Basic",
            BioDescription = "I share as little as I can.",
            ProfileDeepLink = "https://vm.tiktok.com/ZMbasiconly/",
            IsVerified = false,
            FollowerCount = 12,
            FollowingCount = 34,
            LikesCount = 56,
            VideoCount = 0,
            GrantableScopes = [Scopes.Basic],
        };
        yield return new TikTokUser
        {
            Id = "persona-outsider",
            Username = "outsider",
            DisplayName = "Olu Outsider",
            BioDescription = "Not on the sandbox's list.",
            ProfileDeepLink = "https://vm.tiktok.com/ZMoutsider/",
            IsVerified = false,
            FollowerCount = 7,
            FollowingCount = 7,
            LikesCount = 7,
            VideoCount = 1,
            Videos = Videos(now, 1),
        };
    }

    private static ImmutableArray<TikTokVideo> Videos(DateTimeOffset now, int count)
    {
        var newest = now.ToUnixTimeSeconds() - 3_600;
        return
        [
            .. Enumerable.Range(0, count).Select(i => new TikTokVideo
            {
                Id = (7_300_000_000_000_000_000 + ((count - i) * 1_000_003L)).ToString(System.Globalization.CultureInfo.InvariantCulture),
                CreateTime = newest - (i * 86_400L),
                Title = $"Video {count - i}: salt, fat & acid",
                VideoDescription = $"Episode {count - i} #cooking",
                Duration = 12 + i,
                LikeCount = 1_000 * (i + 1),
                CommentCount = 40 + i,
                ShareCount = 5 + i,
                ViewCount = 5_000_000_000 + i,
            }),
        ];
    }
}
