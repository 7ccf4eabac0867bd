using System.Globalization;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>OpenID Connect Core, 3.1.2.1: whole seconds since TikTok was asked; 0 is now.</summary>
internal sealed class MaxAgeStep : IAuthorizeStep
{
    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken) => new(Check(draft));

    private static OAuthError? Check(AuthorizeDraft draft)
    {
        if (draft.Parameters["max_age"] is not { } text)
        {
            return null;
        }

        // More than int can hold is more than any session lives.
        if (text.Length > 12 || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return OAuthError.InvalidRequest("The max_age must be a number of seconds.");
        }

        draft.Request = draft.Request with { MaxAge = TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) };
        return null;
    }
}
