namespace Tokgate.Server.Pages;

/// <summary>
/// Marks an endpoint at which people arrive by browser: what breaks there is told by a page and not by JSON, and what is posted there comes from a page of ours, unless
/// the endpoint is one that a specification opens to forms of other sites.
/// </summary>
internal sealed class PeopleEndpoint
{
    private static readonly PeopleEndpoint Own = new(takesForeignForms: false);
    private static readonly PeopleEndpoint Open = new(takesForeignForms: true);

    private PeopleEndpoint(bool takesForeignForms) => TakesForeignForms = takesForeignForms;

    public bool TakesForeignForms { get; }

    public static PeopleEndpoint? Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PeopleEndpoint>();

    public static bool Is(HttpContext context) => Of(context) is not null;

    public static void Add(IEndpointConventionBuilder endpoint) => endpoint.WithMetadata(Own);

    /// <summary>For a form on a client's site. Such an endpoint changes nothing for whoever is signed in: it may only put the request aside.</summary>
    public static void AddOpen(IEndpointConventionBuilder endpoint) => endpoint.WithMetadata(Open);
}
