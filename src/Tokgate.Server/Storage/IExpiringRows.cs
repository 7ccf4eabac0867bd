namespace Tokgate.Server.Storage;

/// <summary>A store whose rows die by time. Nobody relies on the deletion: what is expired is refused at use.</summary>
internal interface IExpiringRows
{
    ExpiringRows Expiring { get; }
}
