using System.Buffers.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Tokgate.Server.Administrators;
using Tokgate.Server.Management;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Dashboard.You;

/// <summary>Sets password and authenticator at once, so that there is never one without the other. Until the code is right nothing is kept: the new secret is in the form, sealed.</summary>
internal sealed class PasswordPage(ManagementDesk desk, IAdministratorCredentialStore store, AuthenticatorSecrets secrets, PasswordSignIn passwords, RecentSignIn recent, Issuer issuer, TimeProvider time) : DashboardPage(desk)
{
    public const string Path = "/dashboard/you/password";

    private const int MaxBox = 500;

    public string Box { get; private set; } = "";

    /// <summary>As it is typed into an app.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>As an app opens it.</summary>
    public string SecretAddress { get; private set; } = "";

    public IReadOnlyList<string> NewCodes { get; private set; } = [];

    public string? Fault { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        Show(await YouAsync(), Totp.NewSecret());
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? box, string? password, string? again, string? code)
    {
        var you = await YouAsync();
        if (recent.Fault(Visit) is { } fault)
        {
            Error = fault;
            Show(you, Totp.NewSecret());
            return Page();
        }

        if (box is not { Length: < MaxBox } || !Base64Url.IsValid(box) || secrets.Open(FormOf(you), Base64Url.DecodeFromChars(box)) is not { } secret)
        {
            return Refuse(you, Totp.NewSecret(), "The page was too old. Here is a new secret: add it to your app.");
        }

        if (FaultOf(you, password, again) is { } wrong)
        {
            return Refuse(you, secret, wrong);
        }

        if (Totp.StepOf(secret, (code ?? "").Replace(" ", "", StringComparison.Ordinal), time.GetUtcNow()) is not { } step)
        {
            return Refuse(you, secret, "The code is wrong. Take the one that your app shows now, and check that the device's clock is right.");
        }

        var codes = RecoveryCodes.New();
        var id = you.Administrator.Id;
        var set = new NewPassword(passwords.Hash(you.Administrator, password!), secrets.Seal(id, secret), step, [.. codes.Select(RecoveryCodes.HashOf).OfType<byte[]>()]); // not null, as just seen
        if (!await store.TrySetPasswordAsync(id, you.Administrator.Version, set, Visit.Session.Id))
        {
            return Refuse(you, Totp.NewSecret(), "Something else about you was changed at the same moment. Here is a new secret: add it to your app.");
        }

        NewCodes = codes;
        return Page();
    }

    private async Task<AdministratorCredentials> YouAsync() =>
        await store.FindAsync(Visit.Session.AdministratorId, HttpContext.RequestAborted) ?? throw new InvalidOperationException("The administrator of a live session is gone.");

    private PageResult Refuse(AdministratorCredentials you, byte[] secret, string fault)
    {
        Fault = fault;
        Show(you, secret);
        return Page();
    }

    private void Show(AdministratorCredentials you, byte[] secret)
    {
        Box = Base64Url.EncodeToString(secrets.Seal(FormOf(you), secret));
        Secret = Totp.Base32(secret);
        var label = Uri.EscapeDataString($"Tokgate {new Uri(issuer.Value).Authority}");
        SecretAddress = $"otpauth://totp/{label}:{Uri.EscapeDataString(you.Administrator.UserName)}?secret={Secret}&issuer={label}";
    }

    // Bound to how the administrator stands: once it is taken, the form is worthless.
    private static string FormOf(AdministratorCredentials you) => $"form {you.Administrator.Id} {you.Administrator.Version}";

    private static string? FaultOf(AdministratorCredentials you, string? password, string? again) =>
        password is not { Length: >= PasswordSignIn.MinLength and <= PasswordSignIn.MaxLength } ? $"A password has {PasswordSignIn.MinLength} to {PasswordSignIn.MaxLength} characters. A few words in a row do well."
        : password != again ? "The two passwords are not the same."
        : password.Contains(you.Administrator.UserName, StringComparison.OrdinalIgnoreCase) || password.Distinct().Count() < 5 ? "That password is easy to guess: it has your name in it, or hardly any different characters."
        : null;
}
