using Microsoft.Extensions.Options;

namespace Tokgate.Server.Keys;

internal sealed class KeysOptions
{
    /// <value>Null is <c>master.key</c> in <see cref="DataDirectory"/>.</value>
    public string? MasterKeyFile { get; set; }

    /// <value>A program and its arguments, split at spaces, that writes the master key in base64; null asks the environment (Tokgate__MasterKey) and then the file.</value>
    public string? MasterKeyCommand { get; set; }

    /// <value>The key that stands beside the master key during a rotation and only opens; null is none.</value>
    public string? FormerMasterKeyFile { get; set; }

    /// <value>As <see cref="MasterKeyCommand"/>, for the key beside it.</value>
    public string? FormerMasterKeyCommand { get; set; }

    /// <summary>Seals everything anew with the master key while serving, and retires the former one. Set by --rewrap.</summary>
    public bool Rewrap { get; set; }

    public string DataDirectory { get; set; } = "./.tokgate";

    public KeyScheduleOptions Keys { get; set; } = new();

    internal sealed class Validation : IPostConfigureOptions<KeysOptions>, IValidateOptions<KeysOptions>
    {
        public void PostConfigure(string? name, KeysOptions options)
        {
            options.DataDirectory = Path.GetFullPath(options.DataDirectory);
            options.MasterKeyFile = Path.GetFullPath(options.MasterKeyFile ?? Path.Combine(options.DataDirectory, "master.key"));
            options.FormerMasterKeyFile = options.FormerMasterKeyFile is { } former ? Path.GetFullPath(former) : null;
        }

        public ValidateOptionsResult Validate(string? name, KeysOptions options)
        {
            var schedule = options.Keys;
            var faults = new List<string>();
            if (schedule.AnnounceFor < TimeSpan.FromMinutes(10))
            {
                faults.Add($"{ErrorIds.KeyScheduleInvalid}: Tokgate__Keys__AnnounceFor is under 10 minutes; relying parties cache the key set that long.");
            }

            if (schedule.RotateEvery <= schedule.AnnounceFor)
            {
                faults.Add($"{ErrorIds.KeyScheduleInvalid}: Tokgate__Keys__RotateEvery must be longer than Tokgate__Keys__AnnounceFor.");
            }

            if (schedule.KeepRetired < TimeSpan.FromHours(1))
            {
                faults.Add($"{ErrorIds.KeyScheduleInvalid}: Tokgate__Keys__KeepRetired is under 1 hour; tokens signed with the key live that long.");
            }

            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
