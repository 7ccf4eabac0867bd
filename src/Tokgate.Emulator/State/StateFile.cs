using System.Text.Json;

namespace Tokgate.Emulator.State;

/// <summary>Keeps the world in a file between runs, when one is named.</summary>
/// <remarks>
/// Owns when and how it is written: beside the file and then renamed over it, at stop and every second in which something was asked of the
/// emulator. A crash loses at most that second; a half-written file cannot be. A write that fails is told once, and tried again.
/// </remarks>
internal sealed partial class StateFile(World world, string path) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private Task saving = Task.CompletedTask;
    private byte[] saved = [];
    private int touched;
    private string? told;

    /// <exception cref="InvalidOperationException">The file is there and is not a state file.</exception>
    public void Load()
    {
        if (!File.Exists(path))
        {
            Save();
            return;
        }

        try
        {
            var snapshot = JsonSerializer.Deserialize(File.ReadAllBytes(path), SnapshotJson.Default.WorldSnapshot)
                ?? throw new JsonException("The file holds null.");
            snapshot.Restore(world);
        }
        catch (Exception failure) when (failure is JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"{ErrorIds.StateFileUnreadable}: The state file '{path}' cannot be read: {failure.Message} "
                + "Mend it, or delete it to start from the beginning; the emulator does not overwrite what it cannot read.",
                failure);
        }
    }

    public void Start(ILogger logger) => saving = SaveNowAndThenAsync(logger);

    /// <summary>Something may have changed. Cheap: called for every request.</summary>
    public void Touch() => Volatile.Write(ref touched, 1);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await saving;
        stopping.Dispose();
        Save();
    }

    /// <summary>What the timer does. A failure must not end the saving: disks have room again, and people would hear of it only at the end.</summary>
    public void SaveIfTouched(ILogger logger)
    {
        if (Interlocked.Exchange(ref touched, 0) == 0)
        {
            return;
        }

        try
        {
            Save();
            told = null;
        }
        catch (InvalidOperationException failure)
        {
            Touch();
            if (told != failure.Message)
            {
                told = failure.Message;
                LogNotSaved(logger, failure.Message);
            }
        }
    }

    private async Task SaveNowAndThenAsync(ILogger logger)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                SaveIfTouched(logger);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopping: DisposeAsync saves for the last time.
        }
    }

    private void Save()
    {
        world.Purge();
        var bytes = JsonSerializer.SerializeToUtf8Bytes(WorldSnapshot.Of(world), SnapshotJson.Default.WorldSnapshot);
        if (bytes.AsSpan().SequenceEqual(saved))
        {
            return;
        }

        var beside = path + ".new";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!); // a file's full path has a folder
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
            saved = bytes;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"{ErrorIds.StateFileUnwritable}: The state file '{path}' cannot be written: {failure.Message} Name another with StateFile (Emulator__StateFile).",
                failure);
        }
    }
}
