namespace Tokgate.Server.Backups;

internal sealed record BackupColumn(string Name, ColumnKind Kind);
