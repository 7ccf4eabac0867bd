namespace Tokgate.Server.Configuration;

internal enum PlannedAction
{
    Create,
    Change,
    Delete,
}
