namespace Tokgate.Playground;

/// <summary>The folder of the sample application's cookie keys.</summary>
internal static class CookieKeys
{
    /// <summary>Makes the folder and writes to it once, so that what is wrong is told before the banner and not by the first page.</summary>
    public static DirectoryInfo Prepare(string path)
    {
        try
        {
            var keys = Directory.CreateDirectory(Path.Combine(path, "sample-keys"));
            var probe = Path.Combine(keys.FullName, ".writable");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return keys;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PlaygroundException(
                $"{ErrorIds.DataDirectoryUnwritable}: The data directory '{path}' cannot be written: {failure.Message} Set Tokgate__DataDirectory to a folder that can.",
                failure);
        }
    }
}
