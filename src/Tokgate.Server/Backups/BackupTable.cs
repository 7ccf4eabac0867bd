namespace Tokgate.Server.Backups;

/// <summary>One table of a backup: the columns of its rows, in order, how many there are, and the SHA-256 of their lines.</summary>
internal sealed record BackupTable(string Name, IReadOnlyList<BackupColumn> Columns, long Rows, string Sha256);
