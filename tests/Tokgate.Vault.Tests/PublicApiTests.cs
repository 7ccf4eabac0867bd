namespace Tokgate.Vault.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one() => PublicApiText.MustBeApproved(typeof(TikTokVault).Assembly);
}
