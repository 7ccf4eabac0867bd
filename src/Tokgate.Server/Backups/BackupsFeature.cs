namespace Tokgate.Server.Backups;

internal static class BackupsFeature
{
    public static IServiceCollection AddBackups(this IServiceCollection services) => services.AddSingleton<BackupCommand>();
}
