using Tokgate.Server.Grants;

namespace Tokgate.Server.Tests.Grants;

public sealed class ClaimsRequestTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{")]
    [InlineData("{}x")]
    [InlineData("{\"userinfo\":null}")]
    [InlineData("{\"userinfo\":[]}")]
    [InlineData("{\"id_token\":\"name\"}")]
    [InlineData("{\"userinfo\":{\"name\":true}}")]
    [InlineData("{\"userinfo\":{\"name\":[]}}")]
    [InlineData("{\"userinfo\":{\"name\":{\"essential\":\"true\"}}}")]
    [InlineData("{\"userinfo\":{\"name\":{\"essential\":null}}}")]
    [InlineData("{\"userinfo\":{\"name\":{\"values\":[]}}}")]
    [InlineData("{\"userinfo\":{\"name\":{\"values\":\"x\"}}}")]
    [InlineData("{\"userinfo\":{\"name\":{\"value\":\"x\",\"values\":[\"y\"]}}}")]
    [InlineData("{\"userinfo\":{\"name\":null,\"name\":null}}")]
    [InlineData("{\"userinfo\":{},\"userinfo\":{}}")]
    [InlineData("{\"userinfo\":{\"name\":{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":{\"i\":{\"j\":{\"k\":{\"l\":{\"m\":{\"n\":1}}}}}}}}}}}}}}}}}")]
    public void Oidc_Core_Section_5_5_A_malformed_request_is_refused(string json) => Assert.Null(ClaimsRequest.Parse(json));

    [Fact]
    public void Oidc_Core_Section_5_5_A_request_has_its_bounds()
    {
        Assert.Null(ClaimsRequest.Parse($"{{\"x\":\"{new string('x', ClaimsRequest.MaxLength)}\"}}"));
        Assert.Null(ClaimsRequest.Parse($"{{\"userinfo\":{{{string.Join(',', Enumerable.Range(0, 51).Select(index => $"\"c{index}\":null"))}}}}}"));
        Assert.NotNull(ClaimsRequest.Parse($"{{\"userinfo\":{{{string.Join(',', Enumerable.Range(0, 50).Select(index => $"\"c{index}\":null"))}}}}}"));
    }

    [Fact]
    public void Oidc_Core_Section_5_5_1_Each_claim_says_how_it_is_wanted_and_unknown_members_are_ignored()
    {
        var request = ClaimsRequest.Parse("""{"userinfo":{"name":{"essential":true,"new":1},"picture":null},"id_token":{"acr":{"values":["a","b",1]},"sub":{"value":"s"},"auth_time":{"value":5}},"other":{"x":1}}""");
        Assert.NotNull(request);
        Assert.True(request.UserInfo["name"].IsEssential);
        Assert.False(request.UserInfo["picture"].IsEssential);
        Assert.Equal(["a", "b"], request.IdToken["acr"].Values);
        Assert.Equal(["s"], request.IdToken["sub"].Values);
        Assert.Empty(request.IdToken["auth_time"].Values);
        Assert.Equal(2, request.UserInfo.Count);
        Assert.Equal(request.Json, ClaimsRequest.Parse(request.Json)?.Json);
        Assert.NotNull(ClaimsRequest.Parse("{}"));
    }
}
