using System.Globalization;
using System.Text;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;

namespace Tokgate.Emulator.Authorize;

/// <summary>The ways out of the authorize page: to the app with a code or a refusal, or back to the page itself with an error.</summary>
internal sealed class AuthorizeRedirects(World world)
{
    /// <summary>Makes the code and sends the browser to the app. Scopes are plural here, singular in the token answer.</summary>
    public string Granted(AuthorizeRequest request, TikTokUser user, IReadOnlyCollection<string> granted)
    {
        var authorization = world.Authorize(request.App, user, request.Scopes, granted);
        var scope = Scopes.Join(granted);
        var code = WireIds.Code();
        var expires = world.Clock.Now.ToUnixTimeMilliseconds() + (world.Profile.CodeSeconds * 1_000);
        world.Codes.Add(code, new CodeGrant(authorization, scope, request.RedirectUri, request.CodeChallenge, expires)
        {
            OnWeb = request.Platform == AppPlatform.Web,
        });
        return With(request.RedirectUri, [("code", code), ("scopes", scope), ("state", request.State)]);
    }

    public string Denied(AuthorizeRequest request) => With(
        request.RedirectUri,
        [
            ("error", "access_denied"),
            ("error_description", "User cancelled authorization"),
            ("state", world.Profile.StateOnErrors ? request.State : null),
        ]);

    public string NotATarget(AuthorizeRequest request) => With(
        request.RedirectUri,
        [
            ("error", "access_denied"),
            ("error_type", "non_sandbox_target"),
            ("error_description", "The user is not a target user of the sandbox"),
            ("state", world.Profile.StateOnErrors ? request.State : null),
        ]);

    /// <summary>TikTok keeps the original address and appends what is wrong.</summary>
    // A query that cannot be decoded still cannot with the error appended: keeping it would send the browser round and round.
    public static string Stay(Received request, AuthorizeProblem problem) =>
        Stay(request.Path, request.Query is null ? "" : request.RawQuery, problem, request.LogId);

    public static string Stay(string path, string rawQuery, AuthorizeProblem problem, string logId) => With(
        path + (rawQuery.Length > 1 ? rawQuery : "?"),
        [
            ("error", problem.Error),
            ("error_type", problem.ErrorType),
            ("errCode", problem.ErrCode?.ToString(CultureInfo.InvariantCulture)),
            ("logid", logId),
        ]);

    public static string With(string address, ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var text = new StringBuilder(address);
        var separator = address.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = "&";
            }
        }

        return text.ToString();
    }
}
