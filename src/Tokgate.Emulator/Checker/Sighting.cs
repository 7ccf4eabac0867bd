using System.Text;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Checker;

/// <summary>One exchange within its conversation: what came, whose it is, and what went before. Rules read it and change nothing.</summary>
internal sealed class Sighting
{
    private readonly World world;

    public Sighting(Exchange exchange, World world, Memory memory)
    {
        this.world = world;
        Exchange = exchange;
        Memory = memory;
        Host = exchange.Request.HostName;
        Destination = Destination.Of(exchange.Request, Host, exchange.Status);
        if (Destination.Endpoint == CheckedEndpoints.None)
        {
            return;
        }

        Query = exchange.Request.Query ?? FormFields.Empty;
        Form = exchange.Request.ReadForm();
        Json = JsonTexts.Read(exchange.Request.Body);
        Answer = new Answered(exchange);
        ReadTokens();
        ClientKey = WhoseIsIt();
        App = world.Apps.Find(ClientKey);
        if (Destination.MayBeDouyin && App is not { IsDouyin: false })
        {
            Destination = Destination.Nowhere;
        }
    }

    public Exchange Exchange { get; }

    public Memory Memory { get; }

    public Received Request => Exchange.Request;

    public Answered Answer { get; } = Answered.Nothing;

    public DateTimeOffset Now => Request.Now;

    public string Host { get; }

    public Destination Destination { get; }

    public CheckedEndpoints Endpoint => Destination.Endpoint;

    public bool IsRightMethod => Request.Method == Destination.Method;

    /// <summary>Empty also when it cannot be decoded.</summary>
    public FormFields Query { get; } = FormFields.Empty;

    /// <summary>Null when the body is none.</summary>
    public FormFields? Form { get; }

    /// <summary>The texts and numbers at the top of a JSON body; empty when it is none.</summary>
    public IReadOnlyDictionary<string, string> Json { get; } = JsonTexts.None;

    /// <summary>As it came; null when nothing in the request says whose it is.</summary>
    public string? ClientKey { get; }

    /// <summary>Null when the key is not registered here.</summary>
    public TikTokApp? App { get; }

    public IEnumerable<TikTokApp> Apps => world.Apps.All;

    public string? GrantType => Endpoint == CheckedEndpoints.Token ? Sent("grant_type") : null;

    public bool RedeemsCode => GrantType == "authorization_code";

    public bool Refreshes => GrantType == "refresh_token";

    /// <summary>The sign-in whose code is sent, by the code as it came.</summary>
    public SignIn? SignIn { get; private set; }

    /// <summary>The refresh token that is sent.</summary>
    public RefreshTrace? Refresh { get; private set; }

    /// <summary>The access token that is sent, as bearer or to be revoked.</summary>
    public AccessTrace? Access { get; private set; }

    /// <summary>The scopes of the access token, also of one that was issued before the checker began; null when it is not known.</summary>
    public string? GrantedScope { get; private set; }

    /// <summary>Null: no Authorization header with Bearer.</summary>
    public string? Bearer { get; private set; }

    /// <summary>Keeps the emulator's own pages out of the queue. The rest is decided later.</summary>
    public static bool IsOfInterest(Received request) =>
        !request.Path.StartsWith(Paths.Control, StringComparison.Ordinal)
        || (request.Method == "POST" && (request.Path == Paths.Consent || request.Path == Paths.Scan || request.Path == Paths.Phone));

    /// <summary>A parameter, wherever it was put.</summary>
    public string? Sent(string name) => Form?[name] ?? Query[name] ?? (Json.GetValueOrDefault(name) is { Length: > 0 } text ? text : null);

    /// <summary>The platform under which the redirect URI is registered, or would be.</summary>
    public AppPlatform PlatformOf(string? redirectUri) => redirectUri is null
        ? AppPlatform.Web
        : App?.PlatformOf(redirectUri) ?? (RedirectAddress.IsLoopback(redirectUri) ? AppPlatform.Desktop : AppPlatform.Web);

    /// <summary>When a code that is issued now is too old.</summary>
    public DateTimeOffset CodeExpiresAt => Now.AddSeconds(world.Profile.CodeSeconds);

    /// <summary>True when the token is alive in the world, whoever issued it and when.</summary>
    public bool IsKnownAccessToken(string token) => Memory.AccessTokens.Find(token) is not null || world.AccessTokens.Find(token) is not null;

    public bool IsKnownRefreshToken(string token) => Memory.RefreshTokens.Find(token) is not null || world.RefreshTokens.Find(token) is not null;

    public bool IsKnownCode(string code) => Memory.Codes.Find(code) is not null || world.Codes.Find(code) is not null;

    private void ReadTokens()
    {
        if ((Endpoint & CheckedEndpoints.Api) != 0)
        {
            Bearer = Request.BearerToken();
            Access = Bearer is null ? null : Memory.AccessTokens.Find(Bearer);
            GrantedScope = Access?.Grant?.Granted ?? (Bearer is null ? null : world.AccessTokens.Find(Bearer) is { Authorization: not null } alive ? alive.Scope : null);
        }
        else if (Endpoint == CheckedEndpoints.Revoke)
        {
            Access = (Sent("token") ?? Sent("access_token")) is { } token ? Memory.AccessTokens.Find(token) : null;
        }
        else if (Endpoint == CheckedEndpoints.Token)
        {
            SignIn = Sent("code") is { } code ? Memory.Codes.Find(code) : null;
            Refresh = Sent("refresh_token") is { } token ? Memory.RefreshTokens.Find(token) : null;
        }
    }

    private string? WhoseIsIt()
    {
        if ((Endpoint & CheckedEndpoints.Api) != 0)
        {
            return Access?.ClientKey
                ?? (Bearer is null ? null : world.AccessTokens.Find(Bearer)?.ClientKey)
                ?? Memory.FailureOf(this)?.ClientKey;
        }

        if (Endpoint == CheckedEndpoints.Phone)
        {
            return ScannedCode.Of(this)?.ClientKey;
        }

        return Sent("client_key") ?? Sent("client_id") ?? UserOfBasic() ?? MultipartField("client_key") ?? MultipartField("client_id");
    }

    private string? UserOfBasic()
    {
        var header = Request.Authorization;
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[512];
        if (!Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes[..length]);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? text[..colon] : null;
    }

    // Enough to say whose the request is; TikTok does not read multipart bodies either.
    private string? MultipartField(string name)
    {
        if (Request.Body is not { Length: > 0 and <= 16_384 } body || !Request.IsMediaType("multipart/form-data"))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(body);
        var at = text.IndexOf($"name=\"{name}\"", StringComparison.Ordinal);
        var start = at < 0 ? -1 : text.IndexOf("\r\n\r\n", at, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf("\r\n", start + 4, StringComparison.Ordinal);
        return end < 0 ? null : text[(start + 4)..end];
    }
}
