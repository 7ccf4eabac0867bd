namespace Tokgate.Server.Pages;

/// <summary>Marks an endpoint at which people arrive by browser: what breaks there is told by a page and not by JSON.</summary>
internal sealed class PeopleEndpoint
{
    private static readonly PeopleEndpoint Mark = new();

    public static bool Is(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PeopleEndpoint>() is not null;

    public static void Add(IEndpointConventionBuilder endpoint) => endpoint.WithMetadata(Mark);
}
