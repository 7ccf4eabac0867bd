using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Douyin;

/// <summary><c>/oauth/client_token/</c>: the app's own token.</summary>
/// <remarks>
/// Owns its rules: two hours; a new one leaves the one before it five minutes, and of more than two the older ones die at once; 500 calls in five minutes. Takes JSON, as
/// its own page says, and a form, as everything around it does.
/// </remarks>
internal sealed class DouyinClientTokenEndpoint(World world)
{
    private const long Seconds = 7_200;
    private const long SecondsOfTheFormer = 300;
    private const int MostCalls = 500;

    private readonly RateLimit limit = new(TimeSpan.FromSeconds(SecondsOfTheFormer));
    private readonly Lock gate = new();

    public Answer Handle(Received request)
    {
        var form = request.ReadFormOrJson();
        if (DouyinClientCheck.Refuse(world, request, form, ["client_secret", "grant_type"], out var app) is { } refusal)
        {
            return refusal;
        }

        if (!app!.HasSecret(form!["client_secret"]!)) // the check has found form, app and parameters
        {
            return DouyinAnswers.WrongSecret(request);
        }

        if (form["grant_type"] != "client_credential")
        {
            return DouyinAnswers.Malformed(request);
        }

        return limit.Allows(app.ClientKey, request.Path, MostCalls, request.Now)
            ? Issue(request, app)
            : DouyinAnswers.Error(request, DouyinAnswers.TooOften, "请求过于频繁");
    }

    public void Reset() => limit.Clear();

    private Answer Issue(Received request, TikTokApp app)
    {
        var now = request.Now.ToUnixTimeMilliseconds();
        var token = WireIds.ClientToken();
        lock (gate)
        {
            var older = world.AccessTokens.Entries
                .Where(it => it.Value.Authorization is null && it.Value.ClientKey == app.ClientKey)
                .OrderByDescending(it => it.Value.ExpiresAtMilliseconds)
                .ToArray();
            foreach (var (former, grant) in older.Take(1))
            {
                world.AccessTokens.Replace(former, grant with { ExpiresAtMilliseconds = Math.Min(grant.ExpiresAtMilliseconds, now + (SecondsOfTheFormer * 1_000)) });
            }

            foreach (var (former, _) in older.Skip(1))
            {
                world.AccessTokens.Remove(former);
            }

            world.AccessTokens.Add(token, new AccessGrant(app.ClientKey, null, "", now + (Seconds * 1_000)));
        }

        return DouyinAnswers.Ok(request, token, static (json, token) =>
        {
            json.WriteString("access_token"u8, token);
            json.WriteNumber("expires_in"u8, Seconds);
        });
    }
}
