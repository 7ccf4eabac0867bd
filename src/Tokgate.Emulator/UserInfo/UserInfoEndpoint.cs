using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.UserInfo;

/// <summary><c>GET /v2/user/info/</c>.</summary>
/// <remarks>Owns which field needs which scope being held, and that one field too many refuses the whole call, without partial data.</remarks>
internal sealed class UserInfoEndpoint(World world, ApiGate gate)
{
    public Answer Handle(Received request)
    {
        if (gate.Refuse(request, out var grant) is { } refusal)
        {
            return refusal;
        }

        if (request.Query is not { Doubled: null } query || query["fields"] is not { } text)
        {
            return ApiAnswers.InvalidParameters(request, "The parameter fields is required, once, with comma-separated field names.");
        }

        var fields = text.Split(',').Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (Array.Find(fields, field => !Scopes.UserFields.ContainsKey(field)) is { } unknown)
        {
            return ApiAnswers.InvalidParameters(request, $"The field {Shorten(unknown)} is invalid.");
        }

        var granted = Scopes.Split(grant!.Scope);
        if (!Array.TrueForAll(fields, field => IsOpen(Scopes.UserFields[field], granted)))
        {
            return world.Profile.FieldsAnswerPermissionMissed ? ApiAnswers.ScopePermissionMissed(request) : ApiAnswers.ScopeNotAuthorized(request);
        }

        var user = world.FindUserById(grant.Authorization!.UserId);
        var app = world.Apps.Find(grant.ClientKey);
        if (user is null || app is null)
        {
            return ApiAnswers.BadToken(request);
        }

        var values = new UserFieldValues(user, grant.Authorization.OpenId, World.UnionId(user, app), world.MediaAddress);
        return ApiAnswers.Ok(request, (fields, values), static (json, it) =>
        {
            json.WriteStartObject("user"u8);
            foreach (var field in it.fields)
            {
                it.values.Write(json, field);
            }

            json.WriteEndObject();
        });
    }

    // better-auth, and Auth.js until 2025, ask for user.info.profile alone, read the basic fields with it, and sign people in at TikTok.
    private static bool IsOpen(string scope, string[] granted) =>
        granted.Contains(scope, StringComparer.Ordinal) || (scope == Scopes.Basic && granted.Contains(Scopes.Profile, StringComparer.Ordinal));

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64];
}
