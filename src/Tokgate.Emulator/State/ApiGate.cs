using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.State;

/// <summary>What every resource call passes first: a live user access token, then the rate limit of its app and endpoint.</summary>
internal sealed class ApiGate(World world)
{
    private readonly RateLimit limit = new();

    public Answer? Refuse(Received request, out AccessGrant? grant)
    {
        grant = request.BearerToken() is { } token ? world.AccessTokens.Find(token) : null;
        if (grant is not { Authorization: not null } || !grant.IsAlive(request.Now) || world.Apps.Find(grant.ClientKey) is { IsDouyin: true })
        {
            return ApiAnswers.BadToken(request);
        }

        var perMinute = world.Profile.RateLimitPerMinute;
        return perMinute is null || limit.Allows(grant.ClientKey, request.Path, perMinute.Value, request.Now)
            ? null
            : ApiAnswers.RateLimited(request);
    }

    public void Reset() => limit.Clear();
}
