using System.Security.Cryptography;
using Tokgate.Vault;

namespace Tokgate.Server.Keys;

/// <summary>The master key in a file, which in Development makes itself.</summary>
internal sealed class BrokerKeyFile(string path, IHostEnvironment environment) : IMasterKeySource
{
    private const int Length = 32;

    public MasterKey Load()
    {
        if (!File.Exists(path))
        {
            if (!environment.IsDevelopment())
            {
                throw new SetupException(ErrorIds.MasterKeyMissing, $"The master key file {path} does not exist. Restore it from your backup. For a new installation make it: "
                    + "(umask 077; head -c 32 /dev/urandom | base64 > FILE), and back it up apart from the database.");
            }

            Create();
        }

        return new MasterKeyFile(path).Load();
    }

    // Written aside and moved without overwriting: of two first starts one wins and both read the winner's.
    private void Create()
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
}
