using System.Text;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;
using Tokgate.Server.Pages;

namespace Tokgate.Server.Dashboard.Logs;

/// <summary>The filtered log as a file, the newest first. Written as it is read: a long one costs no memory, and whoever needs more than the bound says a time.</summary>
internal sealed class LogExportPage(ManagementDesk desk, ErrorPages errors, TimeProvider time) : DashboardPage(desk)
{
    public const int MostExported = 10_000;

    private const int Length = Paging.Most;

    public async Task<IActionResult> OnGetAsync(string? format)
    {
        var filter = LogFilter.Of(Request.Query);
        var page = await ReadAsync(filter, from: null);
        if (page.Error is not null || format is not ("csv" or "json"))
        {
            return LocalRedirect("~" + filter.At("/dashboard/logs"));
        }

        Response.ContentType = format == "csv" ? "text/csv; charset=utf-8; header=present" : "application/json; charset=utf-8";
        Response.Headers.XContentTypeOptions = "nosniff";
        Response.Headers.ContentDisposition = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"attachment; filename=\"tokgate-logs-{time.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss}.{format}\"");
        await using var writer = new StreamWriter(Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: format == "csv"), leaveOpen: true); // Excel takes UTF-8 by its mark alone
        await writer.WriteAsync(format == "csv" ? LogExport.Head : "[");
        var count = 0;
        while (true)
        {
            var items = page.Body.Items();
            foreach (var told in items)
            {
                await writer.WriteAsync(format == "csv" ? LogExport.Line(LogLine.Of(told, errors)) : (count == 0 ? "\n" : ",\n") + told.ToJsonString());
                count++;
            }

            await writer.FlushAsync(HttpContext.RequestAborted);
            var next = page.Next ?? (items.Count == Length ? items[^1].Text("log_id") : null);
            if (next is null || count >= MostExported)
            {
                break;
            }

            page = await ReadAsync(filter, next);
            if (page.Error is not null)
            {
                HttpContext.Abort(); // half a file must not look like a whole one
                return new EmptyResult();
            }
        }

        await writer.WriteAsync(format == "csv" ? "" : "\n]\n");
        await writer.FlushAsync(HttpContext.RequestAborted);
        return new EmptyResult();
    }

    private Task<ManagementAnswer> ReadAsync(LogFilter filter, string? from) =>
        GetAsync("logs", [new("q", filter.Query()), new("sort", "date:-1"), new("take", $"{Length}"), new("from", from)]);
}
