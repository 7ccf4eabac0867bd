namespace Tokgate.Emulator.Wire;

/// <summary>One request, read once and copied: endpoints look at nothing else, and the request log may keep it after the connection moved on.</summary>
internal sealed class Received
{
    private string? logId;
    private FormFields? query;

    public Received(HttpRequest request, DateTimeOffset now, byte[]? body)
    {
        var headers = request.Headers;
        Method = request.Method;
        Path = request.Path.Value ?? "/";
        RawQuery = request.QueryString.Value ?? "";
        Host = headers.Host.ToString();
        IsHttps = request.IsHttps;
        ContentType = request.ContentType;
        Authorization = headers.Authorization.ToString();
        UserAgent = headers.UserAgent.ToString();
        Accept = headers.Accept.ToString();
        Origin = headers.Origin.ToString();
        CacheControl = headers.CacheControl.ToString();
        CookieHeader = headers.Cookie.ToString();
        Now = now;
        Body = body;
    }

    public string Method { get; }

    public string Path { get; }

    /// <summary>As it came, with its question mark; empty when there is none.</summary>
    public string RawQuery { get; }

    public string Host { get; }

    /// <summary>The host without its port, in lower case.</summary>
    public string HostName => new HostString(Host).Host.ToLowerInvariant();

    /// <summary>It came by TLS, so under one of the real names.</summary>
    public bool IsHttps { get; }

    public string? ContentType { get; }

    public string Authorization { get; }

    public string UserAgent { get; }

    public string Accept { get; }

    public string Origin { get; }

    public string CacheControl { get; }

    public string CookieHeader { get; }

    public DateTimeOffset Now { get; }

    /// <summary>Null when the body was larger than the limit.</summary>
    public byte[]? Body { get; }

    public string LogId => logId ??= WireIds.LogId(Now);

    /// <summary>Null when the query cannot be decoded.</summary>
    public FormFields? Query => query ??= FormFields.ParseQuery(RawQuery);

    /// <summary>The form, or null when the body is too large, of another type, or cannot be decoded.</summary>
    public FormFields? ReadForm() => Body is not null && IsMediaType("application/x-www-form-urlencoded") ? FormFields.Parse(Body) : null;

    /// <summary>As <see cref="ReadForm"/>, where JSON is taken too.</summary>
    public FormFields? ReadFormOrJson() => Body is not null && IsMediaType("application/json") ? FormFields.ParseJson(Body) : ReadForm();

    public bool IsMediaType(string mediaType)
    {
        var type = ContentType.AsSpan();
        var end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim().Equals(mediaType, StringComparison.OrdinalIgnoreCase);
    }

    public string? Cookie(string name)
    {
        foreach (var range in CookieHeader.AsSpan().Split(';'))
        {
            var cookie = CookieHeader.AsSpan()[range].Trim();
            if (cookie.Length > name.Length && cookie.StartsWith(name, StringComparison.Ordinal) && cookie[name.Length] == '=')
            {
                return cookie[(name.Length + 1)..].ToString();
            }
        }

        return null;
    }

    /// <summary>The token of the Authorization header, or null.</summary>
    public string? BearerToken() => Authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? Authorization[7..].Trim() : null;
}
