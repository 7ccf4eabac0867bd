namespace Tokgate.Server.Dashboard.Logs;

/// <summary>How an event is looked at.</summary>
internal enum EventTone
{
    Neutral,
    Good,
    Notice,
    Bad,
}
