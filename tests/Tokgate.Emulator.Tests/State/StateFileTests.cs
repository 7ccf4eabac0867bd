using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Tests.State;

public sealed class StateFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tokgate-emulator-").FullName;

    private string StateFile => Path.Combine(folder, "state.json");

    [Fact]
    public async Task Tokens_people_and_settings_survive_a_restart()
    {
        string access;
        string refresh;
        await using (var first = await TikTokPeer.StartAsync(new TikTokEmulatorOptions { StateFile = StateFile }))
        {
            await first.TikTok.PostAsync("/_emulator/users", new { username = "kept", display_name = "Kept & co" });
            await first.TikTok.PutAsync("/_emulator/profile", new { access_seconds = 5_000 });
            var tokens = await first.SignInAsync();
            access = tokens.GetProperty("access_token").GetString()!;
            refresh = tokens.GetProperty("refresh_token").GetString()!;
            await first.TikTok.AdvanceClockAsync(TimeSpan.FromSeconds(1_000));
        }

        await using var second = await TikTokPeer.StartAsync(
            new TikTokEmulatorOptions { StateFile = StateFile, PlaygroundCallbacks = { "http://localhost:6080/signin-tiktok" } }, person: null);

        Assert.Equal(200, (await second.UserInfoAsync(access, "open_id")).Status);
        Assert.Equal(5_000, (await second.RefreshAsync(refresh)).Json.GetProperty("expires_in").GetInt64());
        Assert.Equal(1_000, (await second.ControlAsync(HttpMethod.Get, "/_emulator/clock")).Json.GetProperty("advanced_seconds").GetInt64());
        Assert.Equal("Kept & co", (await second.ControlAsync(HttpMethod.Get, "/_emulator/users/kept")).String("display_name"));
        Assert.Equal("/signin-tiktok", (await second.AuthorizeAsync(("redirect_uri", "http://localhost:6080/signin-tiktok"))).AbsolutePath);
    }

    [Fact]
    public async Task A_code_of_the_web_keeps_its_platform_over_a_restart()
    {
        const string Web = "https://app.example/callback";
        string code;
        await using (var first = await TikTokPeer.StartAsync(new TikTokEmulatorOptions { StateFile = StateFile }))
        {
            await first.TikTok.PutAsync($"/_emulator/apps/{TikTokEmulator.SandboxClientKey}", new { platforms = new { web = (string[])[Web] } });
            await first.TikTok.PutAsync("/_emulator/profile", new { web_pkce = "required" });
            code = await first.CodeAsync(("redirect_uri", Web), ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
        }

        await using var second = await TikTokPeer.StartAsync(new TikTokEmulatorOptions { StateFile = StateFile }, person: null);

        Assert.Equal("required", (await second.ControlAsync(HttpMethod.Get, "/_emulator/profile")).String("web_pkce"));
        Assert.StartsWith("act.", (await second.RedeemAsync(code, ("redirect_uri", Web))).String("access_token"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":2}""")]
    public async Task A_file_that_cannot_be_read_stops_the_start_and_is_left_alone(string text)
    {
        await File.WriteAllTextAsync(StateFile, text);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TikTokEmulator.StartAsync(new TikTokEmulatorOptions { StateFile = StateFile }));

        Assert.Contains("TTK4005", failure.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(StateFile));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_stops_the_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TikTokEmulator.StartAsync(new TikTokEmulatorOptions { StateFile = "/proc/nowhere/state.json" }));

        Assert.Contains("TTK4006", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_fails_on_the_way_is_told_once_and_tried_again()
    {
        var listener = new Listener();
        await using var file = new StateFile(new World(TimeProvider.System, []), StateFile);
        Directory.CreateDirectory(StateFile);
        file.Touch();

        file.SaveIfTouched(listener);
        file.SaveIfTouched(listener);
        Directory.Delete(StateFile);
        file.SaveIfTouched(listener);

        Assert.StartsWith("TTK4006", Assert.Single(listener.Heard), StringComparison.Ordinal);
        Assert.True(File.Exists(StateFile));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
