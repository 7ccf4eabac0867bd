using Microsoft.Extensions.Options;

namespace Tokgate.Server.Protocol;

internal sealed class IssuerOptions
{
    /// <value>Null is refused in Production; in Development it is http://localhost:5081.</value>
    public string? Issuer { get; set; }

    internal sealed class Validation(IHostEnvironment environment) : IPostConfigureOptions<IssuerOptions>, IValidateOptions<IssuerOptions>
    {
        public void PostConfigure(string? name, IssuerOptions options)
        {
            if (string.IsNullOrEmpty(options.Issuer) && environment.IsDevelopment())
            {
                options.Issuer = "http://localhost:5081";
            }
        }

        public ValidateOptionsResult Validate(string? name, IssuerOptions options)
        {
            if (Protocol.Issuer.Fault(options.Issuer) is { } fault)
            {
                return ValidateOptionsResult.Fail($"{ErrorIds.IssuerInvalid}: Tokgate__Issuer {fault}");
            }

            return ValidateOptionsResult.Success;
        }
    }
}
