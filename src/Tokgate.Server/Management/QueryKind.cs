namespace Tokgate.Server.Management;

internal enum QueryKind
{
    Text,
    Number,
    Flag,
    Instant,
}
