using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tokgate.Server.Apis;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Management.Explorer;

/// <summary>The management API as OpenAPI 3.1, made of its operations, so that it cannot say anything else than they do.</summary>
internal sealed partial class OpenApiDocument(ManagementRoutes routes, ApiDirectory apis, Issuer issuer)
{
    private readonly Lazy<PublicDocument> document = new(() => new PublicDocument(Encoding.UTF8.GetBytes(Build(routes, apis, issuer).ToJsonString())));

    public PublicDocument Document => document.Value;

    private static JsonObject Build(ManagementRoutes routes, ApiDirectory apis, Issuer issuer)
    {
        var paths = new JsonObject();
        foreach (var path in routes.All.Select(static route => route.Operation).GroupBy(static operation => operation.Path))
        {
            paths["/" + path.Key] = new JsonObject(path.Select(static operation => KeyValuePair.Create<string, JsonNode?>(LowerCase(operation.Method), Describe(operation))));
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Tokgate management API",
                ["version"] = typeof(OpenApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0], // the SDK writes it
                ["description"] = $"Auth0's shapes where Auth0 has them. Tokens come from `POST /oauth/token` by client credentials with the audience `{apis.Management.Audience}`; each operation names the scope that opens it. "
                    + "`PATCH` merges: what is not sent stays, `null` goes back to the default. `If-Match` with the `ETag` that was read refuses to write over others' changes, `dry_run=true` does nothing but answer, and a `POST` with an `Idempotency-Key` is done once.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = apis.Management.Audience.TrimEnd('/') }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
                    ["client"] = new JsonObject
                    {
                        ["type"] = "oauth2",
                        ["flows"] = new JsonObject
                        {
                            ["clientCredentials"] = new JsonObject
                            {
                                ["tokenUrl"] = issuer.At("/oauth/token"),
                                ["scopes"] = new JsonObject(apis.Management.Scopes.Select(static scope => KeyValuePair.Create<string, JsonNode?>(scope, JsonValue.Create("")))),
                            },
                        },
                    },
                },
                ["schemas"] = new JsonObject { ["Error"] = Error() },
            },
        };
    }

    private static JsonObject Describe(ManagementOperation operation)
    {
        var parameters = new JsonArray();
        foreach (Match place in Places().Matches(operation.Path))
        {
            parameters.Add(new JsonObject { ["name"] = place.Groups[1].Value, ["in"] = "path", ["required"] = true, ["schema"] = Schemas.Text });
        }

        foreach (var parameter in operation.AllQuery)
        {
            parameters.Add(new JsonObject { ["name"] = parameter.Name, ["in"] = "query", ["description"] = parameter.Description, ["schema"] = SchemaOf(parameter) });
        }

        if (operation.IsIdempotencyKeyed)
        {
            parameters.Add(Header(IdempotencyKeys.Header, "A text of your own: a repetition with the same text within a day is answered and not done again."));
        }

        if (operation.Method is "PATCH" or "DELETE")
        {
            parameters.Add(Header("If-Match", "The ETag that was read."));
        }

        var described = new JsonObject
        {
            ["operationId"] = operation.Name,
            ["summary"] = operation.Summary,
            ["description"] = $"Scope: `{operation.Scope}`.",
            ["tags"] = new JsonArray(operation.Path.Split('/')[0]),
            ["parameters"] = parameters,
            ["responses"] = Answers(operation),
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }, new JsonObject { ["client"] = new JsonArray(operation.Scope) }),
        };
        if (operation.Body is { } body)
        {
            described["requestBody"] = new JsonObject { ["content"] = Json(body()), ["required"] = operation.Method != "POST" };
        }

        return described;
    }

    private static JsonObject Answers(ManagementOperation operation)
    {
        var good = new JsonObject { ["description"] = operation.Answer is null ? "Done." : "The answer." };
        if (operation.Answer is { } answer)
        {
            good["content"] = Json(answer());
        }

        return new JsonObject
        {
            [operation.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = good,
            ["default"] = new JsonObject { ["description"] = "Why not, and what to do.", ["content"] = Json(new JsonObject { ["$ref"] = "#/components/schemas/Error" }) },
        };
    }

    private static JsonObject Header(string name, string description) => new() { ["name"] = name, ["in"] = "header", ["description"] = description, ["schema"] = Schemas.Text };

    private static JsonObject Json(JsonNode schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };

    private static JsonObject SchemaOf(QueryParameter parameter) => parameter.Kind switch
    {
        QueryKind.Flag => Schemas.Flag,
        QueryKind.Number => new JsonObject { ["type"] = "integer", ["minimum"] = parameter.Min, ["maximum"] = parameter.Max },
        QueryKind.Instant => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        _ when parameter.Words is { } words => new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(static word => JsonValue.Create(word))]) },
        _ => Schemas.Text,
    };

    private static JsonObject Error() => Schemas.Object(
        [], ("statusCode", "integer"), ("error", "string"), ("message", "string"), ("errorCode", "string"), ("advice", "string"), ("error_id", "string"), ("log_id", "string"))
        .WithProperty("details", Schemas.ListOf(Schemas.Object([], ("member", "string"), ("message", "string"))));

#pragma warning disable CA1308 // OpenAPI writes methods in small letters
    private static string LowerCase(string method) => method.ToLowerInvariant();
#pragma warning restore CA1308

    [GeneratedRegex("{([^}]+)}")]
    private static partial Regex Places();
}
