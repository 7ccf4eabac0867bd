using Microsoft.Extensions.Options;

namespace Tokgate.Server.Operations;

/// <summary>How a node leaves.</summary>
internal sealed class ShutdownOptions
{
    /// <summary>How long it goes on taking requests after the signal, while <c>/health/ready</c> says 503 and whoever balances the load learns of it.</summary>
    /// <value>Null is 5 seconds, and none in Development.</value>
    public TimeSpan? NoticeFor { get; set; }

    /// <summary>How long what is under way may take after that: requests, refreshes at TikTok, what waits to be written. What is not done then is cut off.</summary>
    /// <value>60 seconds: a request may take 30 and a refresh that it began a little longer than 15.</value>
    public TimeSpan FinishWithin { get; set; } = TimeSpan.FromSeconds(60);

    internal sealed class Validation(IHostEnvironment environment) : IPostConfigureOptions<ShutdownOptions>, IValidateOptions<ShutdownOptions>
    {
        public void PostConfigure(string? name, ShutdownOptions options) => options.NoticeFor ??= environment.IsDevelopment() ? TimeSpan.Zero : TimeSpan.FromSeconds(5);

        public ValidateOptionsResult Validate(string? name, ShutdownOptions options) =>
            options.NoticeFor >= TimeSpan.Zero && options.NoticeFor <= TimeSpan.FromMinutes(10) && options.FinishWithin >= TimeSpan.FromSeconds(1) && options.FinishWithin <= TimeSpan.FromHours(1)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{ErrorIds.ShutdownInvalid}: Tokgate__Shutdown__NoticeFor must be 0 to 10 minutes and Tokgate__Shutdown__FinishWithin a second to an hour.");
    }
}
