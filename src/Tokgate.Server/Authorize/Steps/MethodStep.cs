using Tokgate.Server.Protocol;

namespace Tokgate.Server.Authorize.Steps;

/// <summary>A parameter of ours: whether the person shall scan a code with their phone, or be sent to TikTok in this browser.</summary>
internal sealed class MethodStep : IAuthorizeStep
{
    public const string Name = "tokgate_method";
    public const string QrCode = "qr";
    public const string Redirect = "redirect";

    public ValueTask<OAuthError?> RunAsync(AuthorizeDraft draft, CancellationToken cancellationToken)
    {
        var method = draft.Parameters[Name];
        draft.Request = draft.Request with { WantsQrCode = Read(method) };
        return new(method is null or QrCode or Redirect ? null : OAuthError.InvalidRequest($"The {Name} must be {QrCode} or {Redirect}."));
    }

    public static bool? Read(string? method) => method switch
    {
        QrCode => true,
        Redirect => false,
        _ => null,
    };
}
