using Microsoft.Extensions.Options;
using Tokgate.TikTok;

namespace Tokgate.AspNetCore;

internal sealed class TikTokClientOptionsValidator : IValidateOptions<TikTokClientOptions>
{
    public ValidateOptionsResult Validate(string? name, TikTokClientOptions options)
    {
        var problems = options.Validate();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(static problem => problem.ToString()));
    }
}
