using System.Security.Claims;
using System.Text.Json;

namespace Tokgate.AspNetCore;

/// <summary>Who signs in, as user info says.</summary>
/// <param name="OpenId">Must be that of the tokens.</param>
/// <param name="Json">What the claim actions read.</param>
/// <param name="Map">The application's own changes; null when it has none.</param>
internal sealed record SignInProfile(string OpenId, JsonElement Json, Action<ClaimsIdentity>? Map);
