using System.Text.Json.Nodes;

namespace Tokgate.Server.Dashboard.Applications;

/// <summary>One of the pages of an application, as the heading and the places beside it see it.</summary>
internal interface IApplicationPage
{
    /// <value>Null if there is no such application.</value>
    JsonNode? Client { get; }

    string Id { get; }

    bool May(string scope);
}
