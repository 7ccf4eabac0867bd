namespace Tokgate.TikTok.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var received = PublicApiText.Of(typeof(TikTokClient).Assembly);
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt"), received);

        // When this change is meant: copy PublicApi.received.txt from the output folder over PublicApi.approved.txt.
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi.approved.txt")), received);
    }
}
