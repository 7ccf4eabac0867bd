namespace Tokgate.Server.Connections;

internal enum TikTokEnvironment
{
    Emulator,
    Sandbox,
    Production,
}
