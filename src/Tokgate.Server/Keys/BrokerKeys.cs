using Microsoft.Extensions.Options;
using Tokgate.Vault;

namespace Tokgate.Server.Keys;

/// <summary>
/// The one secret outside the database, from wherever the operator keeps it: a file, the environment, or a command that unwraps it. During a rotation the former
/// (or coming) one stands beside it and only opens.
/// </summary>
internal sealed class BrokerKeys(IOptions<KeysOptions> options, IHostEnvironment environment)
{
    private const string Current = "Tokgate__MasterKey";
    private const string Former = "Tokgate__FormerMasterKey";

    public MasterKeyRing CreateRing() => new(new Told(SourceOf(Current, options.Value.MasterKeyCommand) ?? FileOf(options.Value.MasterKeyFile!)), FormerSources()); // set after configuration

    /// <summary>Refuses a key that is not there or cannot be used, before the database is touched.</summary>
    public static void Load(MasterKeyRing ring) => _ = ring.CurrentId;

    private IEnumerable<IMasterKeySource> FormerSources()
    {
        var source = SourceOf(Former, options.Value.FormerMasterKeyCommand) ?? (options.Value.FormerMasterKeyFile is { } file ? new MasterKeyFile(file) : null);
        return source is null ? [] : [new Told(source)];
    }

    // The program is run without a shell, so there is nothing to quote; what needs more than words is a script.
    private static IMasterKeySource? SourceOf(string variable, string? command) =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)) ? new MasterKeyVariable(variable)
        : command?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var program, .. var arguments] ? new MasterKeyCommand(program, arguments)
        : null;

    private BrokerKeyFile FileOf(string path) => new(path, environment);

    /// <summary>Tells what is wrong with a key as the broker tells all that is wrong with its set-up.</summary>
    private sealed class Told(IMasterKeySource source) : IMasterKeySource
    {
        public MasterKey Load()
        {
            try
            {
                return source.Load();
            }
            catch (VaultKeyException fault)
            {
                throw new SetupException(ErrorIds.MasterKeyMalformed, $"The master key cannot be used. {fault.Message}", fault);
            }
        }
    }
}
