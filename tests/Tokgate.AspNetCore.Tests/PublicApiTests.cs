using Tokgate.TestKit;

namespace Tokgate.AspNetCore.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one() => PublicApiText.MustBeApproved(typeof(TikTokHandler).Assembly);
}
