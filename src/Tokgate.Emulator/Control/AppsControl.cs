using System.Collections.Immutable;
using Tokgate.Emulator.Authorize;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Webhooks;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Control;

/// <summary><c>/_emulator/apps</c>: the developer portal's app list. PUT merges; members that are not sent stay as they are.</summary>
internal sealed class AppsControl(World world)
{
    public Answer List() => ControlAnswers.List(world.Apps.All.OrderBy(app => app.ClientKey, StringComparer.Ordinal), AppJson.Write);

    public Answer Get(string clientKey) => world.Apps.Find(clientKey) is { } app ? ControlAnswers.Ok(app, AppJson.Write) : NoSuchApp(clientKey);

    public Answer Create(Received request)
    {
        if (ControlBody.Read(request, out var body) is { } refusal)
        {
            return refusal;
        }

        var app = Read(body, null, null);
        if (body.Refuse() is { } bad)
        {
            return bad;
        }

        if (world.Apps.IsFull)
        {
            return ControlAnswers.Error(409, new ControlProblem(ErrorIds.Full, "There are as many apps as the emulator keeps.", "$", "Delete some."));
        }

        return world.Apps.TryAdd(app.ClientKey, app)
            ? ControlAnswers.Created(app, AppJson.Write)
            : ControlAnswers.Error(
                409,
                new ControlProblem(
                    ErrorIds.AlreadyExists, "An app with this client_key exists.", "$.client_key", "Change it with PUT /_emulator/apps/{client_key}."));
    }

    public Answer Put(Received request, string clientKey)
    {
        if (ControlBody.Read(request, out var body) is { } refusal)
        {
            return refusal;
        }

        var old = world.Apps.Find(clientKey);
        if (old is null && world.Apps.IsFull)
        {
            return ControlAnswers.Error(409, new ControlProblem(ErrorIds.Full, "There are as many apps as the emulator keeps.", "$", "Delete some."));
        }

        var app = Read(body, old, clientKey);
        if (body.Refuse() is { } bad)
        {
            return bad;
        }

        world.Apps.Set(clientKey, app);
        return old is null ? ControlAnswers.Created(app, AppJson.Write) : ControlAnswers.Ok(app, AppJson.Write);
    }

    public Answer Delete(string clientKey)
    {
        if (!world.Apps.Remove(clientKey))
        {
            return NoSuchApp(clientKey);
        }

        foreach (var authorization in world.Authorizations.Where(authorization => authorization.ClientKey == clientKey))
        {
            world.End(authorization);
        }

        return ControlAnswers.NoContent();
    }

    private static Answer NoSuchApp(string clientKey) => ControlAnswers.NotFound(
        "There is no app with this client_key.", $"/_emulator/apps/{clientKey}", "GET /_emulator/apps lists them; POST or PUT makes one.");

    private static TikTokApp Read(ControlBody body, TikTokApp? old, string? clientKeyOfPath)
    {
        var clientKey = body.Has("client_key") || clientKeyOfPath is null ? body.RequiredText("client_key", clientKeyOfPath) : clientKeyOfPath;
        if (clientKey.Length > 0 && (clientKey.Length > 64 || !clientKey.All(char.IsAsciiLetterOrDigit)))
        {
            body.Bad("client_key", "Use 1 to 64 letters and digits, as TikTok does.");
        }

        if (clientKeyOfPath is not null && clientKey != clientKeyOfPath)
        {
            body.Bad("client_key", "It must equal the key in the path; an app cannot change its key.");
        }

        var secret = body.RequiredText("client_secret", old?.ClientSecret);
        if (secret.Length > 128 || !secret.All(c => c is > ' ' and < '\u007f'))
        {
            body.Bad("client_secret", "Use 1 to 128 printable ASCII characters without spaces.");
        }

        var allowInsecureLoopback = body.Flag("allow_insecure_loopback", old?.AllowInsecureLoopback ?? false);
        var isDouyin = body.Choice("service", old is { IsDouyin: true } ? "douyin" : "tiktok", "tiktok", "douyin") == "douyin";
        return new TikTokApp(clientKey, secret)
        {
            IsDouyin = isDouyin,
            Name = body.Text("name", old?.Name) ?? clientKey,
            Developer = body.Text("developer", old?.Developer ?? "local-developer") ?? "local-developer",
            Platforms = ReadPlatforms(body, old, allowInsecureLoopback),
            Scopes = ReadScopes(body, old, isDouyin),
            Approved = body.Choice("status", old is null or { Approved: true } ? "approved" : "draft", "draft", "approved") == "approved",
            Sandbox = body.Flag("sandbox", old?.Sandbox ?? false),
            TargetUsers = ReadTargetUsers(body, old),
            WebhookUrl = ReadWebhookUrl(body, old, isDouyin),
            AllowInsecureLoopback = allowInsecureLoopback,
        };
    }

    private static ImmutableDictionary<AppPlatform, ImmutableArray<string>> ReadPlatforms(ControlBody body, TikTokApp? old, bool allowInsecureLoopback)
    {
        var platforms = old?.Platforms ?? ImmutableDictionary<AppPlatform, ImmutableArray<string>>.Empty;
        if (body.Object("platforms") is { } sent)
        {
            foreach (var platform in Enum.GetValues<AppPlatform>())
            {
                platforms = platforms.SetItem(platform, sent.Texts(AuthorizeProblems.NameOf(platform), []));
            }

            sent.RefuseUnknownMembers();
        }

        foreach (var (platform, uris) in platforms)
        {
            var where = $"$.platforms.{AuthorizeProblems.NameOf(platform)}";
            if (uris.Length > RedirectUriRules.MostPerPlatform)
            {
                body.Problems.Add(new(ErrorIds.RedirectUriRefused, "TikTok registers at most 10 redirect URIs.", where, "Take some out."));
            }

            foreach (var uri in uris)
            {
                if (RedirectUriRules.Broken(platform, uri, allowInsecureLoopback) is { } rule)
                {
                    body.Problems.Add(new(ErrorIds.RedirectUriRefused, $"TikTok would not register '{uri}'.", where, $"The rule: {rule}."));
                }
            }
        }

        return platforms;
    }

    private static ImmutableArray<string> ReadScopes(ControlBody body, TikTokApp? old, bool isDouyin)
    {
        IEnumerable<string> known = isDouyin ? DouyinScopes.Descriptions.Keys : Scopes.Descriptions.Keys;
        var scopes = body.Texts("scopes", old?.Scopes ?? [isDouyin ? DouyinScopes.UserInfo : Scopes.Basic]);
        foreach (var scope in scopes.Where(scope => !known.Contains(scope, StringComparer.Ordinal)))
        {
            body.Bad("scopes", $"{(isDouyin ? "Douyin" : "TikTok")} has no scope '{scope}'. Known: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
        }

        return scopes;
    }

    private static ImmutableArray<string> ReadTargetUsers(ControlBody body, TikTokApp? old)
    {
        var users = body.Texts("target_users", old?.TargetUsers ?? []);
        if (users.Length > 10)
        {
            body.Bad("target_users", "A sandbox has at most 10 target users.");
        }

        return users;
    }

    private static string? ReadWebhookUrl(ControlBody body, TikTokApp? old, bool isDouyin)
    {
        var url = body.Text("webhook_url", old?.WebhookUrl);
        if (url is not null && isDouyin)
        {
            body.Bad("webhook_url", "The emulator sends TikTok's webhooks, and Douyin's are others. Leave it out.");
            return null;
        }

        if (url is not null && !WebhookOutbox.MaySendTo(url))
        {
            body.Bad("webhook_url", "It must be an http or https address on this machine (localhost, 127.0.0.1 or [::1]), or null.");
        }

        return url;
    }
}
