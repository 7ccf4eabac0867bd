namespace Tokgate.Server.Operations;

/// <summary>Marks an endpoint whose callers are counted by address before anything else is done for them.</summary>
internal sealed class LimitedEndpoint
{
    private static readonly LimitedEndpoint Mark = new();

    public static bool Is(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<LimitedEndpoint>() is not null;

    public static void Add(IEndpointConventionBuilder endpoint) => endpoint.WithMetadata(Mark);
}
