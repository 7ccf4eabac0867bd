namespace Tokgate.Server.Management;

/// <summary>One aggregate of the management API.</summary>
internal interface IManagementEndpoints
{
    IEnumerable<ManagementRoute> Routes { get; }
}
