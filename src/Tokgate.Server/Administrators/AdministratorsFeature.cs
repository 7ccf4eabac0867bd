using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Tokgate.Server.Keys;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Administrators;

internal static class AdministratorsFeature
{
    // OWASP's count for PBKDF2 with SHA-512; Identity's own default is lower.
    private const int Iterations = 210_000;

    public static IServiceCollection AddAdministrators(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AdministratorOptions>().Bind(configuration.GetSection("Tokgate:Administrators")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AdministratorOptions>, AdministratorOptions.Validation>();
        services.Configure<PasswordHasherOptions>(static hasher => hasher.IterationCount = Iterations);
        services.AddSingleton<IPasswordHasher<Administrator>, PasswordHasher<Administrator>>();
        services.AddIdentityCore<Administrator>().AddUserStore<PasskeyUsers>();
        services.AddScoped<IPasskeyHandler<Administrator>, PasskeyHandler<Administrator>>().AddScoped<Passkeys>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<Issuer>(static (passkeys, issuer) =>
        {
            var home = new Uri(issuer.Value);
            var origin = home.GetLeftPart(UriPartial.Authority);
            passkeys.ServerDomain = home.Host;
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";

            // By configuration, and not by what the request says its host is.
            passkeys.ValidateOrigin = ceremony => ValueTask.FromResult(!ceremony.CrossOrigin && string.Equals(ceremony.Origin, origin, StringComparison.Ordinal));
        });
        services.AddSingleton<AuthenticatorSecrets>().AddSingleton<ISealedRows>(static provider => provider.GetRequiredService<AuthenticatorSecrets>());
        return services.AddSingleton<AdministratorSessions>().AddSingleton<Invitations>().AddSingleton<Ceremonies>().AddSingleton<PasswordSignIn>();
    }
}
