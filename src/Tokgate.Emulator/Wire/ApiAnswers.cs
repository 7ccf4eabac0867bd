using System.Text.Json;

namespace Tokgate.Emulator.Wire;

/// <summary>The <c>{data, error}</c> envelope of the resource endpoints. Its <c>error</c> is an object, and always there.</summary>
internal static class ApiAnswers
{
    public static Answer Ok<TState>(Received request, TState state, Action<Utf8JsonWriter, TState> writeData)
    {
        var body = WireJson.Write((state, writeData, request.LogId), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteStartObject("data"u8);
            it.writeData(json, it.state);
            json.WriteEndObject();
            WriteError(json, "ok", "", it.LogId);
            json.WriteEndObject();
        });
        return Answer.Json(200, body);
    }

    public static Answer BadToken(Received request) =>
        Error(request, 401, "access_token_invalid", "The access token is invalid or not found in the request.");

    public static Answer ScopeNotAuthorized(Received request) =>
        Error(request, 401, "scope_not_authorized", "The user did not authorize the scope required for completing this request.");

    public static Answer ScopePermissionMissed(Received request) =>
        Error(request, 400, "scope_permission_missed", "The requested fields need further scopes.");

    public static Answer InvalidParameters(Received request, string message) => Error(request, 400, "invalid_params", message);

    public static Answer RateLimited(Received request) =>
        Error(request, 429, "rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.");

    public static Answer Error(Received request, int status, string code, string message)
    {
        var body = WireJson.Write((code, message, request.LogId), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteStartObject("data"u8);
            json.WriteEndObject();
            WriteError(json, it.code, it.message, it.LogId);
            json.WriteEndObject();
        });
        return Answer.Json(status, body);
    }

    private static void WriteError(Utf8JsonWriter json, string code, string message, string logId)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, code);
        json.WriteString("message"u8, message);
        json.WriteString("log_id"u8, logId);
        json.WriteEndObject();
    }
}
