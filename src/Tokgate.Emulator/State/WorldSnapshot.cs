using System.Collections.Immutable;
using System.Text.Json;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.State;

/// <summary>The world as it stands in the state file. Tokens name their authorization by its place in the list.</summary>
internal sealed class WorldSnapshot
{
    private const int CurrentVersion = 1;

    public required int Version { get; init; }

    public required long AddedTicks { get; init; }

    public required WireProfile Profile { get; init; }

    public required ConsentMode Consent { get; init; }

    public required IReadOnlyList<App> Apps { get; init; }

    public required IReadOnlyList<TikTokUser> Users { get; init; }

    public required IReadOnlyList<Allowed> Authorizations { get; init; }

    public required IReadOnlyList<Code> Codes { get; init; }

    public required IReadOnlyList<Access> AccessTokens { get; init; }

    public required IReadOnlyList<Refresh> RefreshTokens { get; init; }

    public static WorldSnapshot Of(World world)
    {
        var authorizations = world.Authorizations.Where(authorization => !authorization.IsEnded)
            .OrderBy(authorization => authorization.OpenId, StringComparer.Ordinal).ToArray();
        var places = authorizations.Select((authorization, i) => (authorization, i)).ToDictionary(pair => pair.authorization, pair => pair.i);
        return new WorldSnapshot
        {
            Version = CurrentVersion,
            AddedTicks = world.Clock.Added.Ticks,
            Profile = world.Profile,
            Consent = world.Consent,
            Apps = [.. world.Apps.All.OrderBy(app => app.ClientKey, StringComparer.Ordinal).Select(App.Of)],
            Users = [.. world.Users.All.OrderBy(user => user.Username, StringComparer.Ordinal)],
            Authorizations =
            [
                .. authorizations.Select(it => new Allowed(it.ClientKey, it.UserId, it.OpenId, [.. it.Scopes.Order(StringComparer.Ordinal)], it.AuthorizedAt)),
            ],
            Codes =
            [
                .. world.Codes.Entries.Where(it => places.ContainsKey(it.Value.Authorization)).OrderBy(it => it.Key, StringComparer.Ordinal)
                    .Select(it => new Code(
                        it.Key,
                        places[it.Value.Authorization],
                        it.Value.Scope,
                        it.Value.RedirectUri,
                        it.Value.CodeChallenge,
                        it.Value.ExpiresAtMilliseconds,
                        it.Value.OnWeb)),
            ],
            AccessTokens =
            [
                .. world.AccessTokens.Entries.Where(it => it.Value.Authorization is null || places.ContainsKey(it.Value.Authorization))
                    .OrderBy(it => it.Key, StringComparer.Ordinal)
                    .Select(it => new Access(
                        it.Key,
                        it.Value.ClientKey,
                        it.Value.Authorization is { } authorization ? places[authorization] : null,
                        it.Value.Scope,
                        it.Value.ExpiresAtMilliseconds)),
            ],
            RefreshTokens =
            [
                .. world.RefreshTokens.Entries.Where(it => places.ContainsKey(it.Value.Authorization)).OrderBy(it => it.Key, StringComparer.Ordinal)
                    .Select(it => new Refresh(
                        it.Key, places[it.Value.Authorization], it.Value.Scope, it.Value.AccessToken, it.Value.ExpiresAtMilliseconds, it.Value.Renewals)),
            ],
        };
    }

    /// <exception cref="JsonException">The file does not hold together.</exception>
    public void Restore(World world)
    {
        if (Version != CurrentVersion)
        {
            throw new JsonException($"Its version is {Version}; this emulator writes {CurrentVersion}.");
        }

        world.Clear();
        world.Clock.Advance(TimeSpan.FromTicks(AddedTicks));
        world.Profile = Profile;
        world.Consent = Consent;
        foreach (var app in Apps)
        {
            world.Apps.Set(app.ClientKey, app.ToApp());
        }

        foreach (var user in Users)
        {
            world.Users.Set(user.Username, user);
        }

        var authorizations = Authorizations.Select(it => it.ToAuthorization()).ToArray();
        Array.ForEach(authorizations, world.Restore);
        Authorization At(int place) => place >= 0 && place < authorizations.Length
            ? authorizations[place]
            : throw new JsonException($"A token names authorization {place}, which is not there.");
        foreach (var code in Codes)
        {
            world.Codes.Add(
                code.Value,
                new CodeGrant(At(code.Authorization), code.Scope, code.RedirectUri, code.CodeChallenge, code.ExpiresAtMilliseconds) { OnWeb = code.OnWeb });
        }

        foreach (var token in AccessTokens)
        {
            var authorization = token.Authorization is { } place ? At(place) : null;
            world.AccessTokens.Add(token.Value, new AccessGrant(token.ClientKey, authorization, token.Scope, token.ExpiresAtMilliseconds));
        }

        foreach (var token in RefreshTokens)
        {
            world.RefreshTokens.Add(
                token.Value,
                new RefreshGrant(At(token.Authorization), token.Scope, token.AccessToken, token.ExpiresAtMilliseconds) { Renewals = token.Renewals });
        }

        OutOfTheBox.AddAddresses(world, world.PlaygroundCallbacks, world.PlaygroundWebhook);
    }

    internal sealed record App(
        string ClientKey,
        string ClientSecret,
        string Name,
        string Developer,
        Dictionary<AppPlatform, ImmutableArray<string>> Platforms,
        ImmutableArray<string> Scopes,
        bool Approved,
        bool Sandbox,
        ImmutableArray<string> TargetUsers,
        string? WebhookUrl,
        bool AllowInsecureLoopback,
        bool IsDouyin = false)
    {
        public static App Of(TikTokApp app) => new(
            app.ClientKey,
            app.ClientSecret,
            app.Name,
            app.Developer,
            app.Platforms.ToDictionary(),
            app.Scopes,
            app.Approved,
            app.Sandbox,
            app.TargetUsers,
            app.WebhookUrl,
            app.AllowInsecureLoopback,
            app.IsDouyin);

        public TikTokApp ToApp() => new(ClientKey, ClientSecret)
        {
            Name = Name,
            Developer = Developer,
            Platforms = Platforms.ToImmutableDictionary(),
            Scopes = Scopes,
            Approved = Approved,
            Sandbox = Sandbox,
            TargetUsers = TargetUsers,
            WebhookUrl = WebhookUrl,
            AllowInsecureLoopback = AllowInsecureLoopback,
            IsDouyin = IsDouyin,
        };
    }

    internal sealed record Allowed(string ClientKey, string UserId, string OpenId, ImmutableArray<string> Scopes, DateTimeOffset AuthorizedAt)
    {
        public Authorization ToAuthorization()
        {
            var authorization = new Authorization(ClientKey, UserId, OpenId) { AuthorizedAt = AuthorizedAt };
            authorization.Consent([], Scopes);
            return authorization;
        }
    }

    internal sealed record Code(
        string Value, int Authorization, string Scope, string RedirectUri, string? CodeChallenge, long ExpiresAtMilliseconds, bool OnWeb = false);

    internal sealed record Access(string Value, string ClientKey, int? Authorization, string Scope, long ExpiresAtMilliseconds);

    internal sealed record Refresh(string Value, int Authorization, string Scope, string AccessToken, long ExpiresAtMilliseconds, int Renewals = 0);
}
