using System.Text.Json.Nodes;
using Tokgate.Server.AccessTokens;
using Tokgate.Server.Apis;
using Tokgate.Server.Audit;
using Tokgate.Server.Clients;
using Tokgate.Server.Pages;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management.Explorer;

/// <summary>The management API to read and to try.</summary>
/// <remarks>
/// Owns <c>/api/v2/openapi.json</c>, which anyone may read, <c>/api/v2/explorer</c>, a page that calls the API with a token that its reader brings along, and
/// <c>/api/v2/explorer/token</c>: Auth0's "Create &amp; Authorize Test Application" in one click, on a developer's own machine alone (Development, and an issuer on loopback), because whoever
/// can press it manages the broker. The token does not open TikTok's tokens, and lives for an hour.
/// </remarks>
internal sealed class ExplorerEndpoints(
    OpenApiDocument openApi, HostedPages pages, IClientStore store, ClientDirectory directory, ApiDirectory apis, AccessTokenIssuer tokens, AuditTrail trail, Issuer issuer, IHostEnvironment environment, TimeProvider time)
{
    public const string DocumentPath = ApiDirectory.ManagementPath + "openapi.json";
    public const string PagePath = ApiDirectory.ManagementPath + "explorer";
    public const string TokenPath = ApiDirectory.ManagementPath + "explorer/token";
    public const string TestApplication = "api-explorer-application";

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    private readonly bool mayGiveTokens = environment.IsDevelopment() && new Uri(issuer.Value).IsLoopback;

    public async Task DocumentAsync(HttpContext context)
    {
        var document = openApi.Document;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "public, max-age=300";
        context.Response.Headers.ETag = document.Tag;
        context.Response.Headers.AccessControlAllowOrigin = "*";
        if (context.Request.Headers.IfNoneMatch == document.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentLength = document.Bytes.Length;
        await context.Response.BodyWriter.WriteAsync(document.Bytes, context.RequestAborted);
    }

    // Swagger UI draws its signs from data addresses, and asks this origin alone.
    public Task PageAsync(HttpContext context) => pages.ShowAsync(
        context, "~/Management/Explorer/ExplorerPage.cshtml", new ExplorerView(issuer.Path, mayGiveTokens), sources: "connect-src 'self'; img-src 'self' data:; font-src data:");

    public async Task TokenAsync(HttpContext context)
    {
        if (!mayGiveTokens)
        {
            await ManagementWriter.WriteAsync(context, new ManagementError(StatusCodes.Status404NotFound, "unknown_operation", "Test applications are made on a developer's own machine alone.")
            {
                Advice = "Make a client of the type non_interactive with a client grant for this API, and ask /oauth/token for a token.",
            });
            return;
        }

        trail.About().Actor = "explorer";
        var scopes = ManagementScopes.All.Where(static scope => scope != ManagementScopes.ReadGrantTokens).ToList();
        var wanted = new Client
        {
            Id = TestApplication,
            Name = "API Explorer Application",
            Type = ClientType.Machine,
            GrantTypes = [GrantTypes.ClientCredentials],
            Audiences = [new ClientAudience(apis.Management.Audience, scopes)],
        };
        if (!await store.TryCreateAsync(wanted, [], context.RequestAborted) && await store.FindAsync(TestApplication, context.RequestAborted) is { } there && !(wanted with { Version = there.Client.Version }).IsSameAs(there.Client))
        {
            await store.TryUpdateAsync(wanted with { Version = there.Client.Version }, context.RequestAborted);
        }

        // Nobody learns the secret: it is what the token stands on, and ends with it.
        var now = time.GetUtcNow();
        var secret = new ClientSecret(RandomId.New(), "explorer", Handle.New(HandleKind.ClientSecret).Hash(), now, now + TokenLifetime);
        await store.TryRotateSecretAsync(TestApplication, secret, now + TokenLifetime, context.RequestAborted);
        directory.Forget(TestApplication);
        var claims = new AccessTokenClaims(TestApplication + "@clients", TestApplication, [apis.Management.Audience], scopes, KeyValuePair.Create(CredentialStanding.Name, secret.Id));
        var token = await tokens.IssueAsync(claims, TokenLifetime, context.RequestAborted);
        await ManagementWriter.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["access_token"] = token,
            ["token_type"] = "Bearer",
            ["expires_in"] = (long)TokenLifetime.TotalSeconds,
            ["scope"] = string.Join(' ', scopes),
        });
    }
}
