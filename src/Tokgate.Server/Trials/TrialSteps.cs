namespace Tokgate.Server.Trials;

/// <summary>The steps of a trial, as they are called in the API.</summary>
internal static class TrialSteps
{
    public const string Page = "authorize_check";
    public const string Authorize = "authorize";
    public const string Callback = "callback";
    public const string Exchange = "exchange";
    public const string UserInfo = "user_info";
    public const string Mapping = "mapping";
    public const string Revoke = "revoke";
}
