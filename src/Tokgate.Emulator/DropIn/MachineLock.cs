using System.Security.Cryptography;

namespace Tokgate.Emulator.DropIn;

/// <summary>One set-up at a time. The system lets go of it when the process ends, however it ends.</summary>
internal sealed class MachineLock : IDisposable
{
    private const UnixFileMode OwnerWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const int Patience = 100;

    private readonly FileStream file;
    private readonly string directory;

    private MachineLock(FileStream file, string directory)
    {
        this.file = file;
        this.directory = directory;
    }

    /// <summary>Makes the directory too. Null when another process has it.</summary>
    public static MachineLock? TryTake(string directory)
    {
        var path = Path.Combine(directory, "lock");
        while (true)
        {
            FileStream file;
            try
            {
                Create(directory); // what fails here but for the race is told: a file system that cannot be written
            }
            catch (Exception gone) when (gone is DirectoryNotFoundException or FileNotFoundException)
            {
                continue; // the former owner removed it just now
            }

            try
            {
                file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (DirectoryNotFoundException)
            {
                continue; // as above
            }
            catch (IOException)
            {
                return null;
            }

            // The former owner may have removed the file after it was opened here: then the lock is on a file that nobody else can find.
            var mark = DateTime.UnixEpoch.AddSeconds(RandomNumberGenerator.GetInt32(int.MaxValue));
            File.SetLastWriteTimeUtc(file.SafeFileHandle, mark);
            if (File.GetLastWriteTimeUtc(path) == mark)
            {
                return new MachineLock(file, directory);
            }

            file.Dispose();
        }
    }

    /// <summary>The directory with everything in it; what was in it is undone by now.</summary>
    public async Task RemoveDirectoryAsync()
    {
        // The lock goes last: whoever comes when it is gone has the directory.
        foreach (var inner in Directory.EnumerateDirectories(directory))
        {
            await RemoveAsync(inner);
        }

        Directory.Delete(directory, recursive: true);
    }

    public void Dispose() => file.Dispose();

    // A certutil that outlived its killed set-up may still write there, for a moment.
    private static async Task RemoveAsync(string path)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var looks = 1; Directory.Exists(path); looks++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException) when (looks < Patience)
            {
                await timer.WaitForNextTickAsync();
            }
        }
    }

    private static void Create(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerWrites);
            File.SetUnixFileMode(directory, OwnerWrites); // as for its files
        }
    }
}
