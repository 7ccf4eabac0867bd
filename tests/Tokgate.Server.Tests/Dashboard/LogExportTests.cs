using System.Text.Json.Nodes;
using Tokgate.Server.Dashboard.Logs;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Tests.Dashboard;

public sealed class LogExportTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=HYPERLINK(\"https://evil.example\")", "\"'=HYPERLINK(\"\"https://evil.example\"\")\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-2+3", "\"'-2+3\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("line\nline", "\"line\nline\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void T_25_No_field_is_a_formula_or_leaves_its_place(string? value, string field) => Assert.Equal(field, LogExport.Field(value));

    [Fact]
    public void T_25_A_line_of_hostile_words_stays_one_line_of_as_many_fields()
    {
        var line = LogLine.Of(
            JsonNode.Parse("""
                {
                  "log_id": "7", "date": "2026-11-21T12:00:00.000Z", "client_id": "=cmd|' /C calc'!A0", "user_agent": "@evil\",\"x\r\n=1", "ip": "127.0.0.0",
                  "details": { "event": "signin.failed", "error_id": "TTK3101", "cause": "-1+1", "flow_id": "flow", "count": 1 }
                }
                """)!, // an object
            new ErrorPages());
        Assert.Equal(
            "2026-11-21T12:00:00.000Z,signin.failed,Sign-in failed: the person saw an error page,\"'=cmd|' /C calc'!A0\",,,,TTK3101,\"'-1+1\","
            + "\"Begin again from the application. If many people see it, look whether something between the browser and the broker repeats requests.\",,,flow,,,127.0.0.0,\"'@evil\"\",\"\"x\r\n=1\",1,7\r\n",
            LogExport.Line(line));
        Assert.Equal("time,event,what,client_id,client_name,connection,user_id,error_id,cause,advice,tiktok_log_id,reference,flow_id,actor,subject,ip,user_agent,count,log_id\r\n", LogExport.Head);
    }
}
