using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Tokgate.Server.Dashboard;

[AllowAnonymous]
internal sealed class SignInPage : PageModel;
