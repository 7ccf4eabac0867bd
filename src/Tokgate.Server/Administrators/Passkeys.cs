using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Tokgate.Server.Audit;

namespace Tokgate.Server.Administrators;

/// <summary>Adding a passkey and signing in with one: ASP.NET Core Identity's ceremonies, with our stores around them.</summary>
internal sealed class Passkeys(
    IPasskeyHandler<Administrator> handler, Ceremonies ceremonies, IAdministratorPasskeyStore store, IAdministratorSignInStore signIns, AuditTrail trail, TimeProvider time)
{
    public const int MaxName = 60;

    private const string SignIn = "sign-in";

    /// <summary>What the browser's script hands to navigator.credentials.create.</summary>
    public async Task<string> BeginAddingAsync(HttpContext context, Administrator administrator)
    {
        var user = new PasskeyUserEntity { Id = administrator.Id, Name = administrator.UserName, DisplayName = administrator.UserName };
        var options = await handler.MakeCreationOptionsAsync(user, context);
        await ceremonies.BeginAsync(context, Adding(administrator), options.AttestationState ?? "");
        return options.CreationOptionsJson;
    }

    /// <summary>False if it is not what was asked for.</summary>
    public async Task<bool> TryAddAsync(HttpContext context, Administrator administrator, string? credential, string name, string session)
    {
        if (await ceremonies.EndAsync(context, Adding(administrator)) is not { } state || !IsJson(credential))
        {
            return false;
        }

        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential!, AttestationState = state }); // not null if it is JSON
        return result.Succeeded && await store.TryAddAsync(
            new AdministratorPasskey
            {
                CredentialId = result.Passkey.CredentialId,
                AdministratorId = administrator.Id,
                Name = name,
                Document = PasskeyDocument.Write(result.Passkey),
                CreatedAt = time.GetUtcNow(),
            },
            session);
    }

    /// <summary>What the browser's script hands to navigator.credentials.get. For whoever it is: the passkey says that.</summary>
    public async Task<string> BeginSignInAsync(HttpContext context)
    {
        var options = await handler.MakeRequestOptionsAsync(user: null, context);
        await ceremonies.BeginAsync(context, SignIn, options.AssertionState ?? "");
        return options.RequestOptionsJson;
    }

    /// <summary>Whether they are in.</summary>
    public async Task<bool> TrySignInAsync(HttpContext context, string? credential, Func<string, NewAdministratorSession> newSession)
    {
        if (await ceremonies.EndAsync(context, SignIn) is { } state && IsJson(credential))
        {
            var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential!, AssertionState = state }); // not null if it is JSON
            if (result.Succeeded && await signIns.TryEnterWithPasskeyAsync(result.User, result.Passkey.CredentialId, PasskeyDocument.Write(result.Passkey), newSession(SignInMethods.Passkey)))
            {
                return true;
            }
        }

        trail.Count(trail.New(AuditNames.AdministratorRefused) with { FlowId = null, Cause = SignInMethods.Passkey });
        return false;
    }

    private static string Adding(Administrator administrator) => "add:" + administrator.Id;

    // The handler throws at what is no object; strangers may send anything.
    private static bool IsJson(string? text)
    {
        try
        {
            using var document = JsonDocument.Parse(text ?? "");
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
