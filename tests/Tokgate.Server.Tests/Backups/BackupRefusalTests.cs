using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tokgate.Emulator;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;
using Tokgate.Vault;

namespace Tokgate.Server.Tests.Backups;

/// <summary>What is refused is told with its mend, and the database stays as it was.</summary>
public sealed class BackupRefusalTests : IAsyncLifetime, IDisposable
{
    private readonly ManualTime time = new();
    private readonly Machine before = new("SQLite");
    private string refreshToken = "";
    private string tikTokToken = "";

    private string Copy => before["copy.zip"];

    public async Task InitializeAsync()
    {
        await using var tikTok = await TikTokEmulator.StartAsync();
        await tikTok.ConsentAsync("creator_full");
        await using var running = (await before.StartAsync(tikTok, time)).Broker;
        using var guest = await BackupRestoreTests.Guest.SignInAsync(SignInWorld.Of(running, tikTok));
        refreshToken = guest.RefreshToken;
        var vault = running.Get<TikTokVault>();
        tikTokToken = (await vault.GetAccessTokenAsync(Assert.Single(await vault.ListAsync(guest.Subject)).Id)).AccessToken!.Reveal(); // it is alive
        await TokgateServer.BackUpAsync(before.Options(time), Copy);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("text")]
    [InlineData("gone")]
    [InlineData("row")]
    [InlineData("table")]
    public async Task A_backup_that_is_not_whole_is_refused_before_the_first_row(string damage)
    {
        if (damage == "cut")
        {
            await using var file = new FileStream(Copy, FileMode.Open);
            file.SetLength(file.Length / 2);
        }
        else if (damage == "text")
        {
            await File.WriteAllTextAsync(Copy, "not a zip");
        }
        else if (damage == "gone")
        {
            File.Delete(Copy);
        }
        else
        {
            await EditAsync("tables/users.jsonl", damage == "row" ? static text => text.Replace("Active", "Ac-ive", StringComparison.Ordinal) : null);
        }

        Assert.Equal(ErrorIds.BackupUnreadable, (await RefusedAsync()).Id);
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("manifest.seal")]
    public async Task What_the_master_key_did_not_seal_is_refused(string entry)
    {
        await EditAsync(entry, static text => text + " ");
        Assert.Equal(ErrorIds.BackupKeyOther, (await RefusedAsync()).Id);
    }

    [Fact]
    public async Task Another_master_key_is_told_so_and_restores_nothing()
    {
        using var other = new Machine("SQLite");
        await other.WriteKeyAsync(new byte[32]);
        Assert.Equal(ErrorIds.BackupKeyOther, (await Assert.ThrowsAsync<SetupException>(() => TokgateServer.RestoreAsync(other.Options(time), Copy))).Id);
        Assert.True(await other.IsEmptyAsync());
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_database_with_something_in_it_stays_as_it_is(string engine)
    {
        using var after = Machine.With(before, engine);
        await TokgateServer.RestoreAsync(after.Options(time), Copy);
        Assert.Equal(ErrorIds.RestoreTargetNotEmpty, (await Assert.ThrowsAsync<SetupException>(() => TokgateServer.RestoreAsync(after.Options(time), Copy))).Id);
    }

    [Fact]
    public async Task A_program_does_not_back_up_what_it_does_not_know()
    {
        await using (var context = await ContextAsync(before))
        {
            await context.Database.ExecuteSqlRawAsync("insert into schema_migrations values ('9999_newer.sql', 'x', 1)");
        }

        Assert.Equal(ErrorIds.BackupOfNewer, (await Assert.ThrowsAsync<SetupException>(() => TokgateServer.BackUpAsync(before.Options(time), before["other.zip"]))).Id);
        Assert.False(File.Exists(before["other.zip"]));
    }

    [Fact]
    public async Task A_backup_is_never_written_over_another_and_a_folder_that_is_not_there_is_told()
    {
        foreach (var place in (string[])[Copy, before["nowhere/copy.zip"]])
        {
            Assert.Equal(ErrorIds.BackupPlaceUnusable, (await Assert.ThrowsAsync<SetupException>(() => TokgateServer.BackUpAsync(before.Options(time), place))).Id);
        }

        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(Copy)!, "*.partial")); // it has a folder
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task T_35_The_file_is_for_its_owner_and_holds_no_token_and_no_key()
    {
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
        using var zip = await ZipFile.OpenReadAsync(Copy);
        var all = new StringBuilder();
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            all.Append(await reader.ReadToEndAsync());
        }

        var text = all.ToString();
        Assert.Contains("creator", text, StringComparison.Ordinal); // people are in it
        foreach (var secret in (string[])[refreshToken, tikTokToken, The.WebSecret, TikTokEmulator.ClientSecret, (await File.ReadAllTextAsync(before["master.key"])).Trim()])
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }

        foreach (var table in (string[])["sessions", "refresh_tokens", "pending_sign_ins", "qr_sign_ins", "waiting_requests", "logout_requests", "session_clients", "idempotency_keys"])
        {
            Assert.Null(zip.GetEntry($"tables/{table}.jsonl"));
        }
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_restore_that_is_broken_off_leaves_an_empty_database(string engine)
    {
        using var after = Machine.With(before, engine);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TokgateServer.RestoreAsync(after.Options(time), Copy, gone.Token));
        Assert.True(await after.IsEmptyAsync());
        await TokgateServer.RestoreAsync(after.Options(time), Copy);
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore", "--Tokgate:Issuer=x")]
    public void A_command_without_a_file_says_so(params string[] arguments) =>
        Assert.Equal(ErrorIds.BackupPlaceUnusable, Assert.Throws<SetupException>(void () => _ = Tokgate.Server.Backups.BackupCommand.Of(arguments)).Id);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => before.Dispose();

    private static async Task<TokgateDbContext> ContextAsync(Machine machine)
    {
        var builder = new DbContextOptionsBuilder<TokgateDbContext>();
        builder.UseSqlite($"Data Source={machine["tokgate.db"]};Pooling=False");
        var context = new TokgateDbContext(builder.Options);
        await context.Database.OpenConnectionAsync();
        return context;
    }

    private async Task<SetupException> RefusedAsync()
    {
        using var after = Machine.With(before, "SQLite");
        var refusal = await Assert.ThrowsAsync<SetupException>(() => TokgateServer.RestoreAsync(after.Options(time), Copy));
        Assert.True(await after.IsEmptyAsync());
        return refusal;
    }

    /// <summary>Another text in an entry; null takes the entry away.</summary>
    private async Task EditAsync(string name, Func<string, string>? edit)
    {
        using var zip = await ZipFile.OpenAsync(Copy, ZipArchiveMode.Update);
        var entry = zip.GetEntry(name)!; // each backup has it
        string text;
        using (var reader = new StreamReader(await entry.OpenAsync(), Encoding.Latin1))
        {
            text = await reader.ReadToEndAsync();
        }

        entry.Delete();
        if (edit is not null)
        {
            await using var writer = new StreamWriter(await zip.CreateEntry(name).OpenAsync(), Encoding.Latin1);
            await writer.WriteAsync(edit(text));
        }
    }
}
