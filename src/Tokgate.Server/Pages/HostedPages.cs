using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Tokgate.Server.Audit;
using Tokgate.Server.Protocol;
using Tokgate.Server.Telemetry;

namespace Tokgate.Server.Pages;

/// <summary>Everything of ours that a person sees, and the headers under which it is shown.</summary>
/// <remarks>
/// A page is a Razor file beside its feature, rendered where the browser is: a failure has the status and the address of what failed. There is nothing on a
/// page but what its nonce lets in, nothing from elsewhere, and no frame around it. form-action is left out, because Chromium applies it to every redirect
/// that follows a form, and ours lead to clients and to TikTok.
/// </remarks>
internal sealed partial class HostedPages(IActionResultExecutor<ViewResult> executor, IModelMetadataProvider metadata, TextCatalogue texts, ErrorPages errors, AuditTrail trail,
    BrokerMeter meter, ILogger<HostedPages> log)
{
    /// <param name="context">The request.</param>
    /// <param name="view">The Razor file.</param>
    /// <param name="model">What it shows.</param>
    /// <param name="uiLocales">The languages that the client asked for.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="sources">Content-Security-Policy directives that this page needs beside the common ones; null for none.</param>
    public Task ShowAsync<T>(HttpContext context, string view, T model, string? uiLocales = null, int status = StatusCodes.Status200OK, string? sources = null)
        where T : class
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors 'none'{(sources is null ? "" : "; " + sources)}";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        var language = texts.Choose(uiLocales, context.Request.Headers.AcceptLanguage);
        headers.ContentLanguage = language.Tag;
        var data = new ViewDataDictionary<PageModel<T>>(metadata, new ModelStateDictionary()) { Model = new PageModel<T>(model, language, nonce) };
        var action = new ActionContext(context, new RouteData(), new ActionDescriptor());
        return executor.ExecuteAsync(action, new ViewResult { ViewName = view, ViewData = data, StatusCode = status });
    }

    /// <summary>A failure: told to the person in their words, and under the same reference to the operator in ours.</summary>
    public Task FailAsync(HttpContext context, Failure failure, string? uiLocales = null)
    {
        var reference = RandomId.New();
        var page = errors.Find(failure.ErrorId);
        LogFailed(log, failure.ErrorId, page?.Title, failure.Detail is null ? "" : failure.Detail.TrimEnd('.') + ". ", page?.Advice, reference);
        var name = failure.ErrorId is ErrorIds.LogoutRequestRefused or ErrorIds.PostLogoutRedirectUriUnregistered ? AuditNames.LogoutFailed : AuditNames.SignInFailed;
        if (name == AuditNames.SignInFailed)
        {
            meter.SignIn("failed", failure.ErrorId, AuditContext.Find(context)?.Connection);
        }

        trail.Record(trail.New(name) with { ErrorId = failure.ErrorId, Cause = failure.Cause, LogId = failure.LogId, Reference = reference });
        return ShowFailureAsync(context, failure, reference, uiLocales);
    }

    /// <summary>A failure that is in the log already, under this reference.</summary>
    public Task ShowFailureAsync(HttpContext context, Failure failure, string reference, string? uiLocales = null)
    {
        if (failure.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return ShowAsync(context, "~/Pages/FailurePage.cshtml", new FailureView(failure.ErrorId, reference), uiLocales, failure.Status);
    }

    // One line that can be acted on without another window: what, why, what to do, and under which reference the person will ask.
    [LoggerMessage(3401, LogLevel.Warning, "{ErrorId} was shown to a browser: {Title}. {Detail}To mend it: {Advice} Reference: {Reference}")]
    private static partial void LogFailed(ILogger log, string errorId, string? title, string detail, string? advice, string reference);
}
