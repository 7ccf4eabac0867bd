namespace Tokgate.TikTok.Tests.Contract;

/// <summary>How a call failed, as its caller sees it: a refusal or an exception.</summary>
internal sealed record Failure(string Word, TikTokOutcome Outcome, string? LogId, int? Status, TikTokError? Error)
{
    public const string Timeout = "(time-out)";
    public const string Transport = "(transport)";
    public const string Body = "(body)";
    public const string StatusOnly = "(status)";

    /// <summary>Null when the call did not fail. Whatever came of it is checked for secrets.</summary>
    public static async Task<Failure?> OfAsync<T>(Rig rig, TikTokEndpoint endpoint, Task<TikTokResult<T>> call)
        where T : class
    {
        try
        {
            var result = await call;
            rig.Keep(result.Value);
            if (result.IsSuccess)
            {
                return null;
            }

            rig.AssertQuiet($"{result} {result.Error} {result.Error.Code} {result.Error.Description} {result.Error.LogId}");
            Assert.Equal(endpoint, result.Error.Endpoint);
            return new Failure(result.Error.Code, result.Error.Outcome, result.LogId, result.Error.Status, result.Error);
        }
        catch (TikTokProtocolException exception)
        {
            rig.AssertQuiet(exception.ToString());
            Assert.Equal(endpoint, exception.Endpoint);
            var word = exception.Kind switch
            {
                TikTokProtocolFailure.Body => Body,
                TikTokProtocolFailure.Status => StatusOnly,
                _ => exception.Field ?? "(no field)",
            };
            return new Failure(word, exception.Outcome, exception.LogId, exception.Status, null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
        {
            rig.AssertQuiet(exception.ToString());
            var word = exception is TaskCanceledException { InnerException: TimeoutException } ? Timeout : Transport;
            return new Failure(word, TikTokOutcomes.Of(exception, endpoint), null, null, null);
        }
    }
}
