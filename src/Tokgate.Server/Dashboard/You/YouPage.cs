using System.Buffers.Text;
using Microsoft.AspNetCore.Mvc;
using Tokgate.Server.Administrators;
using Tokgate.Server.Audit;
using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard.You;

/// <summary>What an administrator signs in with, and where they are signed in. All of it is about whoever is here, and nobody else's can be named.</summary>
internal sealed class YouPage(
    ManagementDesk desk, IAdministratorCredentialStore credentials, IAdministratorPasskeyStore store, Passkeys passkeys, IAdministratorSessionStore sessions, RecentSignIn recent) : DashboardPage(desk)
{
    public const string Path = "/dashboard/you";

    public AdministratorCredentials You { get; private set; } = null!; // read before every handler's end

    public IReadOnlyList<AdministratorSession> Sessions { get; private set; } = [];

    /// <summary>Shown this once.</summary>
    public IReadOnlyList<string> NewCodes { get; private set; } = [];

    public static string IdOf(AdministratorPasskey passkey) => Base64Url.EncodeToString(passkey.CredentialId);

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostOptionsAsync() => recent.Fault(Visit) is null
        ? new ContentResult { Content = await passkeys.BeginAddingAsync(HttpContext, (await ReadAsync()).Administrator), ContentType = "application/json" }
        : new StatusCodeResult(StatusCodes.Status403Forbidden);

    public Task<IActionResult> OnPostPasskeyAsync(string? credential, string? name) => ChangeAsync(async you =>
        await passkeys.TryAddAsync(HttpContext, you.Administrator, credential, NameOf(name), Visit.Session.Id)
            ? Done("The passkey is added. From now on it lets you in.", Path)
            : await RefuseAsync("passkey_refused", "The passkey was not added: the question was too old, or it is added already.", "Try again."));

    public async Task<IActionResult> OnPostRenameAsync(string? id, string? name) => TryId(id) is { } credentialId && await store.TryRenameAsync(Visit.Session.AdministratorId, credentialId, NameOf(name))
        ? Done("The passkey has its new name.", Path)
        : await GoneAsync();

    public Task<IActionResult> OnPostRemovePasskeyAsync(string? id) => ChangeAsync(async you =>
        you.Ways == 1 ? await LastAsync()
        : TryId(id) is { } credentialId && await store.TryRemoveAsync(you.Administrator.Id, credentialId, Visit.Session.Id) ? Done("The passkey is removed, and your other sessions are ended.", Path)
        : await GoneAsync());

    public Task<IActionResult> OnPostRemovePasswordAsync() => ChangeAsync(async you =>
        you.Ways == 1 ? await LastAsync()
        : await credentials.TryRemovePasswordAsync(you.Administrator.Id, Visit.Session.Id) ? Done("Password, authenticator and recovery codes are removed, and your other sessions are ended.", Path)
        : await GoneAsync());

    public Task<IActionResult> OnPostUnlinkAsync() => ChangeAsync(async you =>
        you.Ways == 1 ? await LastAsync()
        : await credentials.TryLinkAsync(you.Administrator.Id, userId: null, Visit.Session.Id) ? Done("You are not let in by TikTok any more, and your other sessions are ended.", Path)
        : await GoneAsync());

    public Task<IActionResult> OnPostCodesAsync() => ChangeAsync(async you =>
    {
        var codes = RecoveryCodes.New();
        if (!await credentials.TryReplaceRecoveryCodesAsync(you.Administrator.Id, [.. codes.Select(RecoveryCodes.HashOf).OfType<byte[]>()], Visit.Session.Id))
        {
            return await GoneAsync();
        }

        NewCodes = codes;
        return await ShowAsync();
    });

    public async Task<IActionResult> OnPostEndSessionAsync(string? id) =>
        (await sessions.ListAsync(HttpContext.RequestAborted)).Any(mine => mine.Id == id && mine.AdministratorId == Visit.Session.AdministratorId) && await sessions.EndAsync(id!) // no session has no id
            ? Done("The session is ended.", Path)
            : await GoneAsync();

    private async Task<IActionResult> ChangeAsync(Func<AdministratorCredentials, Task<IActionResult>> change)
    {
        if (recent.Fault(Visit) is { } fault)
        {
            Error = fault;
            return await ShowAsync();
        }

        return await change(await ReadAsync());
    }

    private async Task<IActionResult> ShowAsync()
    {
        await ReadAsync();
        return Page();
    }

    private async Task<AdministratorCredentials> ReadAsync()
    {
        You = await credentials.FindAsync(Visit.Session.AdministratorId, HttpContext.RequestAborted) ?? throw new InvalidOperationException("The administrator of a live session is gone.");
        Sessions = [.. (await sessions.ListAsync(HttpContext.RequestAborted)).Where(session => session.AdministratorId == You.Administrator.Id)];
        return You;
    }

    private Task<IActionResult> LastAsync() => RefuseAsync("last_way_in", "This is the only thing you can sign in with.", "Add another first.");

    private Task<IActionResult> GoneAsync() => RefuseAsync("gone", "There is no such thing any more.", "The page shows what there is now.");

    private Task<IActionResult> RefuseAsync(string code, string message, string advice)
    {
        Error = ManagementError.Conflict(code, message) with { Advice = advice };
        return ShowAsync();
    }

    private static string NameOf(string? name) => AuditText.Clean(name?.Trim(), Passkeys.MaxName) ?? "Passkey";

    private static byte[]? TryId(string? text) => text is { Length: > 0 and < 2_000 } && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
