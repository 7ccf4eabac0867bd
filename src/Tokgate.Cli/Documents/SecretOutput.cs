using System.Buffers.Text;
using System.Security.Cryptography;

namespace Tokgate.Cli.Documents;

/// <summary>A new file that only its owner can read. It is made before the secret is, so that a secret is never made and then lost for want of a place; unused it goes again.</summary>
internal sealed class SecretOutput : IAsyncDisposable
{
    private const int Length = 32;

    private readonly FileStream file;
    private bool isWritten;

    private SecretOutput(string path, FileStream file)
    {
        Path = path;
        this.file = file;
    }

    public string Path { get; }

    public static SecretOutput Create(string path)
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new SecretOutput(path, new FileStream(path, how));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ErrorIds.SecretFileRefused, $"{path} cannot be made: it is there already, or its folder cannot be written. Name a new file. Nothing was done.");
        }
    }

    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length));

    public async Task WriteAsync(string secret, CancellationToken cancellationToken)
    {
        await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(secret + "\n"), cancellationToken);
        isWritten = true;
    }

    public async ValueTask DisposeAsync()
    {
        await file.DisposeAsync();
        if (!isWritten)
        {
            File.Delete(Path);
        }
    }
}
