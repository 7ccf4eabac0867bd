using Tokgate.Emulator.DropIn;

namespace Tokgate.Emulator.Tests.DropIn;

public sealed class DropInArgumentsTests
{
    [Fact]
    public void What_stands_after_two_dashes_is_the_command_s()
    {
        var read = DropInArguments.Parse(["run", "--redirect-uri", "https://a.example/cb", "--redirect-uri", "http://localhost:3000/cb", "--Emulator:Port", "5090", "--consent", "creator_full", "--", "npm", "--offline", "--", "x"]);

        Assert.Equal(["npm", "--offline", "--", "x"], read.Command);
        Assert.Equal(["https://a.example/cb", "http://localhost:3000/cb"], read.RedirectUris);
        Assert.Equal(["--Emulator:Port", "5090"], read.EmulatorArguments);
        Assert.Equal((false, "creator_full", 443), (read.Offline, read.Consent, read.HttpsPort));
    }

    [Theory]
    [InlineData("")]
    [InlineData("start")]
    [InlineData("run")]
    [InlineData("run --offline --")]
    [InlineData("up -- npm")]
    [InlineData("run --redirect-uri -- npm")]
    [InlineData("run --https-port 0 -- npm")]
    public void What_cannot_be_meant_is_refused(string line)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => DropInArguments.Parse(line.Split(' ')));

        Assert.StartsWith("TTK4020", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_address_than_loopback_is_refused()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => DropInSession.Check(new TikTokEmulatorOptions { DangerousListenAddress = "0.0.0.0" }));

        Assert.StartsWith("TTK4021", failure.Message, StringComparison.Ordinal);
    }
}
