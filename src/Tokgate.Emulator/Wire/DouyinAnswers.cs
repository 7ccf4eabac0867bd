using System.Globalization;

namespace Tokgate.Emulator.Wire;

/// <summary>
/// Douyin's envelope: what was asked for in <c>data</c>, the number of an error there too, and HTTP 200 for everything. User info, which is newer, says its number twice.
/// </summary>
internal static class DouyinAnswers
{
    public const int BadParameter = 10002;
    public const int UnknownApp = 10003;
    public const int NotPermitted = 10004;
    public const int MissingParameter = 10005;
    public const int BadRedirectUri = 10006;
    public const int CodeExpired = 10007;
    public const int RefreshTokenExpired = 10010;
    public const int AppInReview = 10012;
    public const int BadSecret = 10013;
    public const int TooOften = 10020;
    public const int Busy = 2100004;
    public const int TokenInvalid = 28001003;
    public const int TokenExpired = 28001008;
    public const int ScopeNotAuthorized = 28001012;
    public const int OtherUsersToken = 28001015;
    public const int TooManyCalls = 28003018;

    public static Answer Missing(Received request) => Error(request, MissingParameter, "缺少参数");

    public static Answer Malformed(Received request) => Error(request, BadParameter, "参数错误");

    public static Answer UnknownClient(Received request) => Error(request, UnknownApp, "client_key 不存在");

    public static Answer WrongSecret(Received request) => Error(request, BadSecret, "client_key 或者 client_secret 报错");

    public static Answer DeadRefreshToken(Received request) => Error(request, RefreshTokenExpired, "refresh_token 过期");

    public static Answer Error(Received request, int number, string description)
    {
        var isNewer = request.Path == Paths.DouyinUserInfo;
        return Answer.Json(200, WireJson.Write((number, description, isNewer, request.LogId), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteStartObject("data"u8);
            json.WriteString("captcha"u8, ""u8);
            json.WriteString("desc_url"u8, ""u8);
            json.WriteString("description"u8, it.description);
            json.WriteNumber("error_code"u8, it.number);
            json.WriteString("log_id"u8, it.LogId);
            json.WriteEndObject();
            json.WriteString("message"u8, "error"u8);
            if (it.isNewer)
            {
                json.WriteNumber("err_no"u8, it.number);
                json.WriteString("err_msg"u8, it.description);
                json.WriteString("log_id"u8, it.LogId);
            }

            json.WriteEndObject();
        }));
    }

    public static Answer Ok<TState>(Received request, TState state, Action<System.Text.Json.Utf8JsonWriter, TState> writeData) =>
        Answer.Json(200, WireJson.Write((state, writeData, request.LogId), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteStartObject("data"u8);
            it.writeData(json, it.state);
            json.WriteString("captcha"u8, ""u8);
            json.WriteString("desc_url"u8, ""u8);
            json.WriteString("description"u8, ""u8);
            json.WriteNumber("error_code"u8, 0);
            json.WriteString("log_id"u8, it.LogId);
            json.WriteEndObject();
            json.WriteString("message"u8, "success"u8);
            json.WriteEndObject();
        }));

    /// <summary>Seconds as Douyin's documentation prints them at a refresh and a renewal: as a string.</summary>
    public static string Text(long seconds) => seconds.ToString(CultureInfo.InvariantCulture);
}
