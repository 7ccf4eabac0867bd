using Tokgate.Server.Outgoing;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Clients;

/// <summary>What a client may be. All faults at once, each naming its member.</summary>
internal static class ClientRules
{
    private const int MaxUris = 50;
    private static readonly TimeSpan MaxAccessTokenLifetime = TimeSpan.FromDays(1);

    public static IReadOnlyList<string> Faults(Client client, TargetRules targets)
    {
        var faults = new List<string>();
        Check(client.Id.Length is > 0 and <= 100 && client.Id.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'),
            "id: 1 to 100 letters, digits, '-', '_' or '.'");
        Check(client.Name.Length is > 0 and <= 100 && !client.Name.Any(char.IsControl), "name: 1 to 100 characters without control characters");
        CheckUris(client, targets, faults);
        CheckGrants(client, faults);
        CheckAuthentication(client, faults);
        Check(client.Scopes.All(Scope.IsWord) && client.Audiences.All(static audience => audience.Scopes.All(Scope.IsWord)), "scopes: a word has a space, a quote or a backslash");
        Check(client.Audiences.All(static audience => IsAudience(audience.Audience)) && client.ServesAudiences.All(IsAudience), "audiences: 1 to 500 printable characters each");
        Check(client.Audiences.Select(static audience => audience.Audience).Distinct(StringComparer.Ordinal).Count() == client.Audiences.Count, "audiences: one stands twice");
        Check(client.AccessTokenLifetime >= TimeSpan.FromMinutes(1) && client.AccessTokenLifetime <= MaxAccessTokenLifetime, "access_token_lifetime: one minute to one day");
        Check(client.IdTokenLifetime >= TimeSpan.FromMinutes(1) && client.IdTokenLifetime <= MaxAccessTokenLifetime, "id_token_lifetime: one minute to one day");
        Check(client.RefreshTokenIdleLifetime > TimeSpan.Zero && client.RefreshTokenIdleLifetime <= client.RefreshTokenLifetime, "refresh_token_idle_lifetime: more than nothing and not more than refresh_token_lifetime");
        return faults;

        void Check(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }

    private static bool IsAudience(string audience) => audience.Length is > 0 and <= 500 && audience.All(static character => character is > ' ' and <= '~' and not ('"' or '\\'));

    private static void CheckUris(Client client, TargetRules targets, List<string> faults)
    {
        if (client.RedirectUris.Count > MaxUris || client.PostLogoutRedirectUris.Count > MaxUris)
        {
            faults.Add($"redirect_uris: more than {MaxUris}");
        }

        foreach (var uri in client.RedirectUris)
        {
            if (RedirectUris.Fault(uri, client.IsNative) is { } fault)
            {
                faults.Add($"redirect_uris: {AllowedText.Of(uri)} {fault}");
            }
        }

        foreach (var uri in client.PostLogoutRedirectUris)
        {
            if (RedirectUris.Fault(uri, client.IsNative) is { } fault)
            {
                faults.Add($"post_logout_redirect_uris: {AllowedText.Of(uri)} {fault}");
            }
        }

        if (client.BackChannelLogoutUri is { } logout && targets.Fault(logout) is { } logoutFault)
        {
            faults.Add($"backchannel_logout_uri: {logoutFault}");
        }

        if (client.RequiresBackChannelLogoutSession && client.BackChannelLogoutUri is null)
        {
            faults.Add("backchannel_logout_session_required: there is no backchannel_logout_uri");
        }
    }

    private static void CheckGrants(Client client, List<string> faults)
    {
        if (client.GrantTypes.Any(static type => !GrantTypes.All.Contains(type, StringComparer.Ordinal)))
        {
            faults.Add("grant_types: only " + string.Join(", ", GrantTypes.All));
        }

        if (client.Type == ClientType.Public && client.Allows(GrantTypes.ClientCredentials))
        {
            faults.Add("grant_types: a public client cannot prove itself and so has no client_credentials");
        }

        if (client.Type == ClientType.Machine && (client.GrantTypes.Any(static type => type != GrantTypes.ClientCredentials) || client.RedirectUris.Count > 0))
        {
            faults.Add("grant_types: a machine client has client_credentials and no redirect URI");
        }

        var canExchange = client.Allows(GrantTypes.TokenExchange) || client.Allows(GrantTypes.Auth0TokenExchange);
        if (client.MayReadTikTokTokens != canExchange || (canExchange && client.Type != ClientType.Confidential))
        {
            faults.Add("may_read_tiktok_tokens: for confidential clients, together with the grant type token-exchange, and neither without the other");
        }

        if (client.Type == ClientType.Public && !client.RequiresPkce)
        {
            faults.Add("requires_pkce: always for public clients");
        }

        if (client.Type == ClientType.Public && client.KeepsRefreshTokens)
        {
            faults.Add("keeps_refresh_tokens: a public client's refresh tokens rotate, or a stolen one is never noticed");
        }

        if (client.IsNative && client.Type != ClientType.Public)
        {
            faults.Add("is_native: a native client is public; a secret in it is no secret");
        }
    }

    private static void CheckAuthentication(Client client, List<string> faults)
    {
        if (client.AuthMethods.Count == 0 || (client.Type == ClientType.Public) != client.AuthMethods.Contains(ClientAuthMethod.None) || (client.Type == ClientType.Public && client.AuthMethods.Count > 1))
        {
            faults.Add("auth_methods: none for public clients, and for them alone; at least one");
        }

        if (client.AuthMethods.Contains(ClientAuthMethod.PrivateKeyJwt) != (client.KeySet is not null))
        {
            faults.Add("key_set: for private_key_jwt, and for that alone");
        }

        if (!ClientKey.TryParseSet(client.KeySet, out _, out var fault))
        {
            faults.Add($"key_set: {fault}");
        }
    }
}
