using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tokgate.Emulator.Requests;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Control;

/// <summary>
/// A logged request as the control API shows it. Secrets and tokens stand as <c>sha256:</c> and the first four hexadecimal digits of their
/// hash: enough to see that two requests carried the same one, useless to anyone who reads the log.
/// </summary>
internal static class RequestJson
{
    public static void Write(Utf8JsonWriter json, RequestEntry entry)
    {
        var request = entry.Request;
        json.WriteStartObject();
        json.WriteString("at"u8, request.Now);
        json.WriteString("method"u8, request.Method);
        json.WriteString("path"u8, request.Path);
        WriteFields(json, "query", request.Query);
        if (request.Body is { Length: > 0 } body)
        {
            if ((request.Path == Paths.DouyinClientToken ? request.ReadFormOrJson() : request.ReadForm()) is { } form)
            {
                WriteFields(json, "form", form);
            }
            else
            {
                json.WriteString("body"u8, Encoding.UTF8.GetString(body));
            }
        }

        json.WriteStartObject("headers"u8);
        WriteHeader(json, "host", request.Host);
        WriteHeader(json, "content-type", request.ContentType);
        WriteHeader(json, "accept", request.Accept);
        WriteHeader(json, "user-agent", request.UserAgent);
        WriteHeader(json, "origin", request.Origin);
        WriteHeader(json, "authorization", CoverAuthorization(request.Authorization));
        json.WriteEndObject();
        json.WriteNumber("status"u8, entry.Status);
        json.WriteString("log_id"u8, request.LogId);
        if (entry.Fault is not null)
        {
            json.WriteString("fault"u8, entry.Fault);
        }

        json.WriteEndObject();
    }

    public static string Cover(string secret) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..4];

    private static void WriteFields(Utf8JsonWriter json, string name, FormFields? fields)
    {
        json.WriteStartObject(name);
        foreach (var group in (fields?.All ?? []).GroupBy(field => field.Key, StringComparer.Ordinal))
        {
            // A doubled parameter is the one thing a developer must be able to see here.
            json.WriteString(group.Key, string.Join(" | ", group.Select(field => IsSecret(field.Key) ? Cover(field.Value) : field.Value)));
        }

        json.WriteEndObject();
    }

    private static bool IsSecret(string name) =>
        name is "client_secret" or "code" or "code_verifier" or "refresh_token" or "access_token" or "token";

    private static void WriteHeader(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static string CoverAuthorization(string header)
    {
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        return header.Length == 0 ? "" : space < 0 ? Cover(header) : $"{header[..space]} {Cover(header[(space + 1)..])}";
    }
}
