using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

internal sealed class TikTokClientOptionsValidator(IHostEnvironment environment) : IValidateOptions<TikTokClientOptions>
{
    public ValidateOptionsResult Validate(string? name, TikTokClientOptions options)
    {
        var problems = options.Validate().Select(static problem => problem.ToString()).ToList();
        if (environment.IsProduction())
        {
            problems.AddRange(TikTokCredentials.NotForProduction(options.Endpoints, options.ClientSecret?.Reveal()));
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
