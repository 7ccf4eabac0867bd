namespace Tokgate.TikTok.Tests;

/// <summary>Answers as TikTok writes them; a test states only what differs.</summary>
internal static class Some
{
    public const string LogId = "20261121120000ABCDEF0123456789ABCD";

    public static string Tokens(string replace = "", string with = "")
    {
        var body = $$"""
            {"access_token":"{{The.Token}}","expires_in":7200,"open_id":"{{The.OpenId}}","refresh_expires_in":15552000,"refresh_token":"{{The.Refresh}}","scope":"user.info.basic,video.list","token_type":"Bearer"}
            """;
        if (replace.Length == 0)
        {
            return body;
        }

        var changed = body.Replace(replace, with, StringComparison.Ordinal);
        return changed != body ? changed : throw new InvalidOperationException("The test changes nothing.");
    }

    public static string OAuthError(string code, string description = "Something.") =>
        $$"""{"error":"{{code}}","error_description":"{{description}}","log_id":"{{LogId}}"}""";

    public static string ApiError(string code, string message = "Something.") =>
        $$$"""{"data":{},"error":{"code":"{{{code}}}","message":"{{{message}}}","log_id":"{{{LogId}}}"}}""";

    public static string Data(string data) =>
        $$$"""{"data":{{{data}}},"error":{"code":"ok","message":"","log_id":"{{{LogId}}}"}}""";

    public static string User(string members) => Data($$$"""{"user":{"open_id":"{{{The.OpenId}}}"{{{(members.Length == 0 ? "" : "," + members)}}}}}""");
}
