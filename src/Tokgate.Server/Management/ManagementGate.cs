using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Tokgate.Server.Audit;
using Tokgate.Server.Keys;
using Tokgate.Server.Management.Shapes;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management;

/// <summary>What every call passes, in this order: the token and its scope, the query, the body, the idempotency key; then its operation, and the writing of the answer.</summary>
internal sealed class ManagementGate(ManagementDoor door, IdempotencyKeys idempotency, AuditTrail trail)
{
    public async Task InvokeAsync(HttpContext context, ManagementRoute route)
    {
        var operation = route.Operation;
        var (caller, refused) = await door.OpenAsync(context, operation.Scope);
        if (caller is null)
        {
            await RefuseAsync(context, ManagementError.Of(refused!)); // one of the two is there
            return;
        }

        if (ReadQuery(context.Request, operation, out var query) is { } queryFault)
        {
            await RefuseAsync(context, queryFault);
            return;
        }

        var (bytes, body, bodyFault) = await ReadBodyAsync(context.Request, operation);
        if (bodyFault is not null)
        {
            await RefuseAsync(context, bodyFault);
            return;
        }

        var request = context.Request;
        var values = context.GetRouteData().Values.Where(static value => value.Value is string).ToDictionary(static value => value.Key, static value => (string)value.Value!, StringComparer.Ordinal); // as just seen
        IReadOnlyList<string> versions = [.. request.Headers.IfMatch.SelectMany(static value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))];
        var call = new ManagementCall(operation, caller, values, query, body, versions, context.RequestAborted);
        var answer = operation.IsIdempotencyKeyed && !call.IsDryRun && request.Headers[IdempotencyKeys.Header] is { Count: > 0 } key
            ? await idempotency.OnceAsync(key.ToString(), call, $"{request.Path}{request.QueryString}", bytes, () => route.HandleAsync(call))
            : await route.HandleAsync(call);
        if (answer.Error is { } error)
        {
            await RefuseAsync(context, error);
            return;
        }

        await WriteAsync(context, operation, answer, call.IsDryRun);
    }

    /// <param name="context">Of a request that no operation takes.</param>
    /// <param name="methods">What is taken at its path; none if it is nobody's.</param>
    public Task RefuseUnknownAsync(HttpContext context, IReadOnlyList<string> methods)
    {
        if (methods.Count == 0)
        {
            return RefuseAsync(context, new ManagementError(StatusCodes.Status404NotFound, "unknown_operation", "The management API has no such operation.")
            {
                Advice = "The list of operations, with their methods and paths, is at /api/v2/openapi.json.",
            }).AsTask();
        }

        context.Response.Headers.Allow = string.Join(", ", methods);
        return RefuseAsync(context, new ManagementError(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", "This path takes other methods: " + string.Join(", ", methods) + ".")).AsTask();
    }

    private ValueTask RefuseAsync(HttpContext context, ManagementError error)
    {
        trail.Record(trail.New(AuditNames.ManagementRefused) with { Cause = error.Code, ErrorId = error.ErrorId, LogId = error.LogId, Change = null });
        return ManagementWriter.WriteAsync(context, error);
    }

    private static ValueTask WriteAsync(HttpContext context, ManagementOperation operation, ManagementAnswer answer, bool isDryRun)
    {
        var headers = context.Response.Headers;
        if (answer.Version is { } version)
        {
            headers.ETag = ManagementCall.ETag(version);
        }

        if (isDryRun)
        {
            headers["Tokgate-Dry-Run"] = "true";
        }

        foreach (var warning in answer.Warnings)
        {
            headers.Append("Warning", $"299 tokgate \"{warning.Replace('"', '\'')}\"");
        }

        return ManagementWriter.WriteAsync(context, answer.Status ?? operation.Status, answer.Body);
    }

    private static ManagementError? ReadQuery(HttpRequest request, ManagementOperation operation, out Parameters query) =>
        RequestReader.ReadQuery(request, out query) is { } error ? ManagementError.Of(error) : QueryFault(operation, query);

    /// <summary>What the operation does not know, or cannot take; null for nothing.</summary>
    public static ManagementError? QueryFault(ManagementOperation operation, Parameters query)
    {
        var faults = new Faults();
        if (query.Repeated is { } repeated)
        {
            faults.Add(AllowedText.Of(repeated), "was sent more than once");
        }

        var known = operation.AllQuery.ToList();
        foreach (var (name, value) in query.Pairs)
        {
            if (known.Find(parameter => parameter.Name == name) is not { } parameter)
            {
                faults.Add(AllowedText.Of(name), "is not known here; known are " + (known.Count == 0 ? "none" : string.Join(", ", known.Select(static known => known.Name))));
            }
            else if (value is not null && parameter.Fault(value) is { } fault)
            {
                faults.Add(name, fault);
            }
        }

        return faults.Any ? ManagementError.InvalidQuery(faults.All) : null;
    }

    private static async ValueTask<(byte[] Bytes, JsonElement Body, ManagementError? Error)> ReadBodyAsync(HttpRequest request, ManagementOperation operation)
    {
        if (operation.IsRead || HttpMethods.IsDelete(operation.Method))
        {
            return ([], default, null);
        }

        if (operation.MaxBodyLength > RequestReader.MaxFormLength && request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = operation.MaxBodyLength;
        }

        var (bytes, error) = await RequestReader.ReadBytesAsync(request, operation.MaxBodyLength, request.HttpContext.RequestAborted);
        if (error is not null)
        {
            return ([], default, ManagementError.Of(error));
        }

        if (operation.Body is null || (bytes.Length == 0 && operation.IsIdempotencyKeyed))
        {
            return (bytes, Empty, bytes.Length == 0 || bytes.AsSpan().SequenceEqual("{}"u8) ? null : ManagementError.InvalidBody([new Fault("", "nothing is taken here")]));
        }

        // Not only good manners: a page of another site can send text/plain without asking first (T-21).
        if (!request.HasJsonContentType())
        {
            return ([], default, new ManagementError(StatusCodes.Status415UnsupportedMediaType, "invalid_content_type", "The body must be application/json."));
        }

        return StrictJson.TryParse(bytes, operation.TakesArray ? JsonValueKind.Array : JsonValueKind.Object, out var body)
            ? (bytes, body, null)
            : ([], default, ManagementError.InvalidBody([new Fault("", $"the body must be one JSON {(operation.TakesArray ? "array" : "object")} in UTF-8, without a member twice and not deeper than 16")]));
    }

    private static readonly JsonElement Empty = JsonElement.Parse("{}");
}
