using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard;

/// <summary>A page of somebody who is signed in. It does what the management API does, in that person's name, and has no other way to the data.</summary>
internal abstract class DashboardPage(ManagementDesk desk) : DashboardModel
{
    public DashboardVisit Visit => DashboardVisit.Of(HttpContext);

    /// <summary>Said once, on the page that comes next.</summary>
    [TempData]
    public string? Notice { get; set; }

    /// <summary>What was refused, on this page.</summary>
    public ManagementError? Error { get; set; }

    /// <summary>Whether the person's role opens this: what it does not open is not offered.</summary>
    public bool May(string scope) => Visit.Caller.Has(scope);

    protected Task<ManagementAnswer> GetAsync(string path, params IEnumerable<KeyValuePair<string, string?>> query) => SendAsync(HttpMethods.Get, path, query, body: null, version: null);

    protected Task<ManagementAnswer> PostAsync(string path, JsonNode? body = null) => SendAsync(HttpMethods.Post, path, [], body, version: null);

    protected Task<ManagementAnswer> PatchAsync(string path, JsonNode body, long? version = null) => SendAsync(HttpMethods.Patch, path, [], body, version);

    protected Task<ManagementAnswer> PutAsync(string path, JsonNode body, long? version = null) => SendAsync(HttpMethods.Put, path, [], body, version);

    protected Task<ManagementAnswer> DeleteAsync(string path) => SendAsync(HttpMethods.Delete, path, [], body: null, version: null);

    protected Task<ManagementAnswer> SendAsync(string method, string path, IEnumerable<KeyValuePair<string, string?>> query, JsonNode? body, long? version) =>
        desk.SendAsync(Visit.Caller, method, path, query, body, version, HttpContext.RequestAborted);

    /// <summary>For a change that succeeded: tells it, and shows the page anew, so that a reload does it no second time.</summary>
    protected IActionResult Done(string notice, string page)
    {
        Notice = notice;
        return LocalRedirect("~" + page);
    }
}
