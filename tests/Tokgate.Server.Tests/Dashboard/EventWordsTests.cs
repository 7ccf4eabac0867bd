using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Tokgate.Server.Audit;
using Tokgate.Server.Dashboard.Logs;

namespace Tokgate.Server.Tests.Dashboard;

public sealed class EventWordsTests
{
    [Fact]
    public void Every_event_is_said_in_words()
    {
        var names = typeof(AuditNames).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (string)field.GetRawConstantValue()!).ToList(); // constants
        Assert.All(names, name => Assert.True(EventWords.IsKnown(name), name));
        Assert.Equal(names.Count, names.Select(name => EventWords.Of(name).Words).Distinct().Count());
        Assert.Equal(("left.behind", EventTone.Neutral), EventWords.Of("left.behind"));
    }

    [Fact]
    public void A_filter_of_the_address_is_a_search_of_the_API_and_an_address_again()
    {
        var query = new QueryCollection(new Dictionary<string, StringValues>
        {
            ["kind"] = "failed",
            ["application"] = "a\"b\\c",
            ["error"] = "ttk3101",
            ["from"] = "2026-11-01T00:00]",
            ["text"] = " x ",
            ["unknown"] = "y",
        });
        var filter = LogFilter.Of(query);
        Assert.Equal("type:f AND client_id:\"a\\\"b\\\\c\" AND error_id:\"TTK3101\" AND text:\"x\" AND date:[2026-11-01T00:00 TO *]", filter.Query());
        Assert.Equal("/logs?kind=failed&application=a%22b%5Cc&error=ttk3101&from=2026-11-01T00%3A00&text=x&before=7", filter.At("/logs", ("before", "7"), ("live", null)));
        Assert.True(new LogFilter { Kind = "nothing" }.IsEmpty);
    }
}
