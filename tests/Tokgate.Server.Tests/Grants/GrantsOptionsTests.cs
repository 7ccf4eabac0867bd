using Microsoft.Extensions.Options;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Grants;

public sealed class GrantsOptionsTests
{
    [Theory]
    [InlineData("00:01:01")]
    [InlineData("-00:00:01")]
    [InlineData("10")] // ten days, as .NET reads it
    public async Task A_grace_out_of_bounds_is_refused_at_the_start(string grace)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => Broker.StartAsync(arguments: $"--Tokgate:RefreshGrace={grace}"));
        Assert.Contains(refusal.Failures, failure => failure.StartsWith(ErrorIds.RefreshGraceInvalid, StringComparison.Ordinal));
    }

    [Fact]
    public void The_numbers_that_claims_rest_on()
    {
        Assert.Equal(TimeSpan.FromSeconds(60), Server.Grants.AuthorizationCode.Lifetime);
        Assert.Equal(TimeSpan.FromSeconds(10), new Server.Grants.GrantsOptions().RefreshGrace);
    }
}
