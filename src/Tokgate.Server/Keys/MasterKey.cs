using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Tokgate.Server.Keys;

/// <summary>The one secret outside the database. It encrypts nothing itself: each purpose has a key of its own, derived from it.</summary>
internal sealed class MasterKey(IOptions<KeysOptions> options, IHostEnvironment environment)
{
    private const int Length = 32;

    // Not in the constructor: a wrong file must be told after all wrong options, which are checked when the program starts.
    private readonly Lazy<byte[]> key = new(() => Load(options.Value.MasterKeyFile!, environment)); // set after configuration

    public void Load() => _ = key.Value;

    public SealingKey Derive(string purpose) =>
        new(() => HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Value, Length, salt: null, info: Encoding.UTF8.GetBytes("tokgate:" + purpose)));

    public override string ToString() => "***";

    private static byte[] Load(string path, IHostEnvironment environment)
    {
        if (!File.Exists(path))
        {
            if (!environment.IsDevelopment())
            {
                throw new SetupException(ErrorIds.MasterKeyMissing, $"The master key file {path} does not exist. Restore it from your backup. For a new installation make it: "
                    + "(umask 077; head -c 32 /dev/urandom | base64 > FILE), and back it up apart from the database.");
            }

            Create(path);
        }

        return Read(path);
    }

    // Written aside and moved without overwriting: of two first starts one wins and both read the winner's.
    private static void Create(string path)
    {
        PrivateDirectory.Create(Path.GetDirectoryName(path)!); // a full path to a file has a folder
        var aside = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new StreamWriter(aside, how))
        {
            file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
        }

        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            var key = Convert.FromBase64String(File.ReadAllText(path).Trim());
            return key.Length == Length ? key : throw Malformed(path, null);
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            throw Malformed(path, exception);
        }
    }

    private static SetupException Malformed(string path, Exception? cause)
    {
        var message = $"The master key file {path} cannot be read or is not 32 bytes in base64.";
        return cause is null ? new SetupException(ErrorIds.MasterKeyMalformed, message) : new SetupException(ErrorIds.MasterKeyMalformed, message, cause);
    }
}
