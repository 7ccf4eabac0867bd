using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tokgate.Vault;

namespace Tokgate.AspNetCore;

/// <summary>
/// How the application keeps the tokens of its sign-ins. Times and limits of the vault itself are <see cref="VaultOptions"/>:
/// <c>services.Configure&lt;VaultOptions&gt;(…)</c>.
/// </summary>
public sealed class TikTokVaultOptions
{
    private const string MasterKeyFileSetting = "Tokgate:MasterKeyFile";

    /// <summary>
    /// Where the key that seals comes from: <see cref="MasterKeyFile"/>, <see cref="MasterKeyVariable"/>, <see cref="MasterKeyCommand"/>, or one of the application's own. Null
    /// takes the file that the configuration value <c>Tokgate__MasterKeyFile</c> names; without that either, the application does not start.
    /// </summary>
    /// <value>Null.</value>
    public IMasterKeySource? MasterKey { get; set; }

    /// <summary>Keys that only open what they sealed: during a rotation the former one, or the coming one.</summary>
    /// <value>Empty.</value>
    public ICollection<IMasterKeySource> OtherMasterKeys { get; } = [];

    /// <summary>
    /// Says whose grant a sign-in brings, by the application's own key of the person. It is called when the claims are complete, and what it gives cannot be changed later. Null
    /// takes <see cref="ClaimTypes.NameIdentifier"/>, TikTok's <c>open_id</c>: right for applications in which signing in with TikTok is who one is. An application with users of its own
    /// gives their id. A sign-in for which it gives nothing fails.
    /// </summary>
    /// <value>Null.</value>
    public Func<TikTokOwnerContext, ValueTask<string?>>? FindOwner { get; set; }

    internal sealed class Validation(IServiceProvider services, IOptions<AuthenticationOptions> authentication) : IValidateOptions<TikTokVaultOptions>
    {
        public ValidateOptionsResult Validate(string? name, TikTokVaultOptions options)
        {
            List<string> problems = [];
            if (options.MasterKey is null)
            {
                problems.Add($"{ErrorIds.MasterKeyNotNamed}: the vault has no master key. Make one with (umask 077; head -c 32 /dev/urandom | base64 > master.key), keep a copy apart from the "
                    + "database, and set Tokgate__MasterKeyFile to its path, or options.MasterKey in AddTikTokVault().");
            }

            if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(VaultStores)) == false)
            {
                problems.Add($"{ErrorIds.VaultStoreMissing}: the vault has nowhere to keep grants. Call services.AddTikTokVaultStore<YourDbContext>() (Tokgate.Vault.EntityFrameworkCore), and "
                    + "modelBuilder.UseTokgateVault() in that context.");
            }

            if (!authentication.Value.Schemes.Any(static scheme => scheme.HandlerType == typeof(TikTokHandler)))
            {
                problems.Add($"{ErrorIds.SchemeMissing}: the vault knows no TikTok app. Call AddAuthentication().AddTikTok(): its client key and secret are what grants are refreshed with.");
            }

            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }

    internal static void Complete(TikTokVaultOptions options, IConfiguration configuration)
    {
        if (options.MasterKey is null && configuration[MasterKeyFileSetting] is { Length: > 0 } path)
        {
            options.MasterKey = new MasterKeyFile(path);
        }
    }
}
