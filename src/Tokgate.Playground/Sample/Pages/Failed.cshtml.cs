using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tokgate.AspNetCore;

namespace Tokgate.Playground.Sample.Pages;

internal sealed class FailedModel(SignInFailures failures) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    public TikTokAuthenticationException? Failure { get; private set; }

    public string Explanation { get; private set; } =
        "Nothing is known of this failure any more: the sample keeps the last hundred until it is restarted. Try again.";

    public void OnGet()
    {
        if (failures.Find(Reference) is { } failure)
        {
            Failure = failure as TikTokAuthenticationException;
            Explanation = Failure is null ? failure.Message : failure.Message[$"{Failure.ErrorId}: ".Length..]; // the page has a row for the id
        }
    }
}
