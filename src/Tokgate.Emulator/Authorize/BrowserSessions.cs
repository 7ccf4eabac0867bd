using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Authorize;

/// <summary>Who is signed in to the emulated TikTok in which browser. The cookie holds a random handle and nothing else.</summary>
internal sealed class BrowserSessions(World world)
{
    // Cookies ignore ports, so the name must be nobody else's on localhost.
    private const string CookieName = "tokgate_emulator_session";
    private const int Most = 10_000;

    private readonly BoundedMap<Session> sessions = new(Most);

    public string? HandleOf(Received request) => request.Cookie(CookieName) is { Length: > 0 and <= 64 } handle && sessions.Find(handle) is not null ? handle : null;

    public TikTokUser? PersonOf(Received request) =>
        request.Cookie(CookieName) is { } handle && sessions.Find(handle) is { UserId: { } userId } ? world.FindUserById(userId) : null;

    /// <summary>A session without a person yet, and the cookie that names it.</summary>
    public (string Handle, string Cookie) Start(bool underRealName)
    {
        var handle = WireIds.Handle();
        sessions.Add(handle, new Session(null));

        // Under TikTok's name the cookie would go to the real TikTok once the drop-in is gone, so there it ends with the browser.
        return (handle, $"{CookieName}={handle}; Path=/; HttpOnly; SameSite=Lax; {(underRealName ? "Secure" : "Max-Age=2592000")}");
    }

    public void SignIn(string handle, TikTokUser user) => sessions.Replace(handle, new Session(user.Id));

    public void Clear() => sessions.Clear();

    private sealed record Session(string? UserId);
}
