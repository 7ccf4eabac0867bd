using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>What a challenge asks of Douyin, and what its profile has where there is nothing.</summary>
internal static class DouyinChallenge
{
    /// <summary>Completes the properties, seals them into <c>state</c> and writes the request. Nothing may be added to the properties after it.</summary>
    public static DouyinAuthorizationRequest Seal(AuthenticationProperties properties, string redirectUri, DouyinOptions options, DateTimeOffset now)
    {
        var scopes = TikTokScopes.Of(properties.GetParameter<ICollection<string>>(OAuthChallengeProperties.ScopeKey) ?? options.Scope);
        DouyinOptionalScope[] optional = [.. options.OptionalScopes.Where(scope => !scopes.Contains(scope.Name))];
        SignInState.Note(properties, TikTokScopes.Of(scopes.Concat(optional.Select(static scope => scope.Name))), now + options.RemoteAuthenticationTimeout);
        return new DouyinAuthorizationRequest
        {
            RedirectUri = redirectUri,
            Scopes = scopes,
            OptionalScopes = optional,
            State = options.StateDataFormat.Protect(properties),
            AdditionalParameters = [.. options.AdditionalAuthorizationParameters],
        };
    }

    // Empty and <nil> are Douyin's ways of having nothing to say.
    public static string? TextOrNull(JsonElement user, string name)
        => user.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } text and not "<nil>" ? text : null;
}
