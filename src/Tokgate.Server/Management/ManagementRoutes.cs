using Tokgate.Server.Apis;
using Tokgate.Server.Operations;

namespace Tokgate.Server.Management;

/// <summary>Every operation of the management API.</summary>
/// <remarks>
/// Owns <c>/api/v2/…</c>: nothing else maps a route there, and a route cannot be mapped without the scope that opens it. An aggregate is one class that implements
/// <see cref="IManagementEndpoints"/> and is registered in <see cref="ManagementFeature"/>; its <see cref="ManagementRoute"/>s pair a <see cref="ManagementOperation"/>
/// (method, path, scope, name, declared query, schemas of body and answer) with a function from a <see cref="ManagementCall"/>, which was let in and checked, to a
/// <see cref="ManagementAnswer"/>. What a thing looks like in JSON is a <see cref="Shapes.Shape{T}"/>; changes go through <see cref="Editing{T}"/> (merge, If-Match,
/// dry run, trail), lists through <see cref="Paging"/>. Documentation and the tests over all routes are made from <see cref="All"/>.
/// Does not own what the things are (Clients, Connections, Users, …) nor their stores.
/// </remarks>
internal sealed class ManagementRoutes(IEnumerable<IManagementEndpoints> aggregates, ManagementGate gate)
{
    // Not operations: a page to try them, and their description.
    private static readonly (string Path, string Method)[] Beside = [("openapi.json", HttpMethods.Get), ("explorer", HttpMethods.Get), ("explorer/token", HttpMethods.Post)];

    public IReadOnlyList<ManagementRoute> All { get; } = [.. aggregates.SelectMany(static aggregate => aggregate.Routes)];

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var route in All)
        {
            var endpoint = routes.MapMethods(ApiDirectory.ManagementPath + route.Operation.Path, [route.Operation.Method], context => gate.InvokeAsync(context, route));
            endpoint.WithMetadata(route.Operation);
            LimitedEndpoint.Add(endpoint);
        }

        LimitedEndpoint.Add(routes.Map(ApiDirectory.ManagementPath + "{**rest}", context => gate.RefuseUnknownAsync(context, MethodsAt((string?)context.GetRouteValue("rest") ?? ""))));
    }

    /// <summary>Which operation takes this, with what stands in its braces; null for none.</summary>
    /// <param name="method">GET, POST, …</param>
    /// <param name="path">Under /api/v2/, its parts escaped.</param>
    public (ManagementRoute Route, IReadOnlyDictionary<string, string> Values)? Find(string method, string path)
    {
        var parts = path.Split('/');

        // Words before braces: users/count is no user.
        var route = All.Where(route => route.Operation.Method == method && IsAt(route.Operation.Path.Split('/'), parts)).MinBy(static route => route.Operation.Path.Count(static character => character == '{'));
        return route is null ? null : (route, route.Operation.Path.Split('/').Zip(parts)
            .Where(static pair => pair.First.StartsWith('{'))
            .ToDictionary(static pair => pair.First.Trim('{', '}'), static pair => Uri.UnescapeDataString(pair.Second), StringComparer.Ordinal));
    }

    private IReadOnlyList<string> MethodsAt(string path) => [.. All.Select(static route => (route.Operation.Path, route.Operation.Method)).Concat(Beside).Where(known => IsAt(known.Path.Split('/'), path.Split('/'))).Select(static known => known.Method).Distinct(StringComparer.Ordinal)];

    private static bool IsAt(string[] pattern, string[] path) =>
        pattern.Length == path.Length && pattern.Zip(path).All(static pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
}
