using Tokgate.Server.Tests.Hosting;
using Xunit.Sdk;

namespace Tokgate.Server.Tests.Authorize;

/// <summary>That the witness of row S-01, which sees every answer of the run, is awake.</summary>
public sealed class IssuerParameterTests
{
    private static readonly Uri Asked = new(Broker.Issuer + "/authorize");

    [Theory]
    [InlineData("?code=x&state=y")]
    [InlineData("?error=access_denied&state=y")]
    [InlineData("?code=x&iss=http%3A%2F%2Flocalhost%3A5081%2F")]
    [InlineData("?code=x&iss=https%3A%2F%2Fevil.example")]
    [InlineData("?code=x&iss=http%3A%2F%2Flocalhost%3A5081&iss=http%3A%2F%2Flocalhost%3A5081")]
    public void Rfc9207_Section_2_An_answer_without_its_issuer_fails_whatever_test_sees_it(string query)
    {
        Assert.ThrowsAny<XunitException>(() => IssuerWitness.Observe(Asked, new Uri("https://app.example/cb" + query), ""));
        var form = string.Concat(query.TrimStart('?').Split('&').Select(pair => $"<input type=\"hidden\" name=\"{pair.Split('=')[0]}\" value=\"{Uri.UnescapeDataString(pair.Split('=')[1])}\">"));
        Assert.ThrowsAny<XunitException>(() => IssuerWitness.Observe(Asked, null, form));
    }

    [Theory]
    [InlineData("https://evil.example/cb")]
    [InlineData("//evil.example")]
    [InlineData("https://app.example@evil.example/")]
    public void G_02_A_way_to_an_attacker_fails_whatever_test_sees_it(string location) =>
        Assert.ThrowsAny<XunitException>(() => IssuerWitness.Observe(Asked, new Uri(Asked, location), ""));

    [Fact]
    public void Rfc9207_Section_2_An_answer_with_it_passes_and_what_is_no_answer_needs_none()
    {
        foreach (var address in (string[])["https://app.example/cb?code=x&iss=http%3A%2F%2Flocalhost%3A5081", "https://app.example/bye?state=x", Broker.Issuer + "/login/callback?code=x&state=y"])
        {
            IssuerWitness.Observe(Asked, new Uri(address), "<input type=\"hidden\" name=\"request\" value=\"x\">");
        }
    }
}
