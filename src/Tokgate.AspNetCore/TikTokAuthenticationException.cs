using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

/// <summary>
/// A sign-in with TikTok that failed for another reason than the user's refusal. It reaches the application as
/// <see cref="RemoteFailureContext.Failure"/>, or inside it where ASP.NET Core wraps an exception. Its message can be shown to operators: it holds no
/// code, token, secret or text of TikTok's answer.
/// </summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It is made from a failed sign-in; a bare one would say nothing.")]
public sealed class TikTokAuthenticationException : AuthenticationFailureException
{
    internal TikTokAuthenticationException(string errorId, string message, TikTokError? error = null, Exception? innerException = null)
        : base($"{errorId}: {message}", innerException)
    {
        ErrorId = errorId;
        Error = error;
    }

    /// <summary>The error's id, <c>TTK2</c> and three digits, with a page of its own under <c>docs/errors</c>.</summary>
    public string ErrorId { get; }

    /// <summary>What TikTok answered, with its <c>log_id</c>. Null when TikTok did not answer or was not asked.</summary>
    public TikTokError? Error { get; }
}
