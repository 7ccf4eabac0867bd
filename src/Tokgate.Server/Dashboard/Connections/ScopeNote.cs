namespace Tokgate.Server.Dashboard.Connections;

/// <summary>What a scope of TikTok's gives, and what its review wants to see for it, as TikTok's pages on scopes and on the app review say it.</summary>
internal sealed record ScopeNote(string Scope, string Gives, string Review)
{
    private const string Shown = "The video must show where your application shows this.";
    private const string Posting = "Needs the product Content Posting API. The video must show the whole posting, with what the person sees before it. A sandbox posts nothing in public.";
    private const string Portability = "Needs the product Data Portability, with an application of its own. Not in a sandbox.";

    public static IReadOnlyList<ScopeNote> All { get; } =
    [
        new("user.info.basic", "Open id, union id, avatar and display name.", "Comes with Login Kit. The video must show the sign-in."),
        new("user.info.profile", "Username, bio, link to the profile and the verified mark.", Shown),
        new("user.info.stats", "Counts of followers, following, likes and videos.", Shown),
        new("video.list", "The person's public videos.", Shown),
        new("video.upload", "Sends a video to the person's inbox, as a draft.", Posting),
        new("video.publish", "Posts in the person's name.", Posting),
        new("portability.all.single", "The person's whole archive, once.", Portability),
        new("portability.all.ongoing", "The person's whole archive, again and again.", Portability),
        new("portability.activity.single", "What the person did, once.", Portability),
        new("portability.activity.ongoing", "What the person does, again and again.", Portability),
        new("portability.postsandprofile.single", "Posts and profile, once.", Portability),
        new("portability.postsandprofile.ongoing", "Posts and profile, again and again.", Portability),
        new("portability.directmessages.single", "Direct messages, once.", Portability),
        new("portability.directmessages.ongoing", "Direct messages, again and again.", Portability),
    ];
}
