using System.Net;
using Tokgate.TestKit;

namespace Tokgate.AspNetCore.Tests;

/// <summary>TikTok's answers gone wrong, during the exchange and at user info. None may sign anybody in.</summary>
public sealed class AnswerTests
{
    private const string Tokens = """
        {"access_token":"act.canary-access-token!1.va","expires_in":7200,"open_id":"OPENID","refresh_expires_in":15552000,"refresh_token":"rft.canary-refresh-token!1.va","scope":"user.info.basic","token_type":"Bearer"}
        """;

    public static TheoryData<string, string?, string, string> TokenAnswers => new()
    {
        { "body", """{"error":"invalid_grant","error_description":"Authorization code is expired.","log_id":"20261121000000CANARYLOGID00000000"}""", "TTK2003", "invalid_grant" },
        { "body", """{"error":{"code":"invalid_client","message":"x","log_id":"20261121000000CANARYLOGID00000000"}}""", "TTK2003", "invalid_client" },
        { "body", "{}", "TTK2004", "" },
        { "body", "[]", "TTK2004", "" },
        { "body", "", "TTK2004", "" },
        { "body", Tokens.Replace("OPENID", "", StringComparison.Ordinal), "TTK2004", "" },
        { "body", Tokens.Replace("\"OPENID\"", "null", StringComparison.Ordinal), "TTK2004", "" },
        { "body", Tokens.Replace("\"OPENID\",", "\"a\",\"open_id\":\"b\",", StringComparison.Ordinal), "TTK2004", "" },
        { "body", Tokens.Replace("7200", "-1", StringComparison.Ordinal), "TTK2004", "" },
        { "html", null, "TTK2004", "" },
        { "truncated", null, "TTK2004", "" },
        { "cut_before", null, "TTK2004", "" },
        { "cut_after", null, "TTK2004", "" },
        { "cut_middle", null, "TTK2004", "" },
        { "hang", null, "TTK2004", "" },
        { "status", null, "TTK2003", "server_error" },
        { "rate_limit", null, "TTK2003", "rate_limit_exceeded" },
    };

    public static TheoryData<string, string?, string, string> UserAnswers => new()
    {
        { "body", """{"data":{"user":{"open_id":"-000somebody-else","display_name":"Somebody Else"}},"error":{"code":"ok","message":"","log_id":"x"}}""", "TTK2006", "" },
        { "body", """{"data":{"user":{"open_id":""}},"error":{"code":"ok","message":"","log_id":"x"}}""", "TTK2004", "" },
        { "body", """{"data":{},"error":{"code":"access_token_invalid","message":"x","log_id":"20261121000000CANARYLOGID00000000"}}""", "TTK2003", "access_token_invalid" },
        { "body", """{"error":{"code":"scope_not_authorized","message":"x","log_id":"20261121000000CANARYLOGID00000000"}}""", "TTK2003", "scope_not_authorized" },
        { "body", "{}", "TTK2004", "" },
        { "html", null, "TTK2004", "" },
        { "cut_middle", null, "TTK2004", "" },
        { "status", null, "TTK2003", "internal_error" },
    };

    [Theory]
    [MemberData(nameof(TokenAnswers))]
    public async Task A_broken_token_answer_signs_nobody_in(string kind, string? body, string errorId, string code)
        => await AssertNobodyAsync("token", kind, body, errorId, code, clockStands: true);

    // The clock runs, because reads are tried again after a wait.
    [Theory]
    [MemberData(nameof(UserAnswers))]
    public async Task A_broken_user_info_answer_signs_nobody_in(string kind, string? body, string errorId, string code)
        => await AssertNobodyAsync("user_info", kind, body, errorId, code, clockStands: false);

    [Fact]
    public async Task A_passing_fault_at_user_info_is_ridden_out()
    {
        await using var application = await TestApplication.StartAsync(options => options.TimeProvider = TimeProvider.System);
        await application.Control.PostAsync("/_emulator/faults", new { endpoint = "user_info", kind = "status", status = 503, count = 1 });
        using var browser = new BrowserWalker();

        Assert.Equal(HttpStatusCode.OK, (await application.SignInAsync(browser)).Status);
    }

    private static async Task AssertNobodyAsync(string endpoint, string kind, string? body, string errorId, string code, bool clockStands)
    {
        await using var application = await TestApplication.StartAsync(options =>
        {
            options.BackchannelTimeout = TimeSpan.FromSeconds(1);
            options.TimeProvider = clockStands ? options.TimeProvider : TimeProvider.System;
        });
        await application.Control.PostAsync("/_emulator/faults", new { endpoint, kind, body, count = 10 });
        using var browser = new BrowserWalker();

        var page = await application.SignInAsync(browser);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.StartsWith($"{errorId}|{code}|", page.Body, StringComparison.Ordinal);
        if (body?.Contains("CANARYLOGID", StringComparison.Ordinal) == true)
        {
            Assert.Contains("CANARYLOGID", page.Body, StringComparison.Ordinal);
        }

        Assert.False(await application.IsSignedInAsync(browser));
        foreach (var canary in new[] { TestApplication.ClientSecretText, "canary-access-token", "canary-refresh-token", "Somebody Else" })
        {
            Assert.DoesNotContain(canary, page.Body + application.Logs.Text, StringComparison.Ordinal);
        }
    }
}
