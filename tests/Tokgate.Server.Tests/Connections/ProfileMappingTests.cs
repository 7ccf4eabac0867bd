using System.Text.Json;
using System.Text.Json.Nodes;
using Tokgate.Server.Connections;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Tests.Connections;

public sealed class ProfileMappingTests
{
    private static readonly JsonElement Full = JsonElement.Parse(
        """{"open_id":"o","display_name":" Zoë \u202e ","avatar_url":"https://a/1","avatar_large_url":"","username":"zoe","is_verified":false,"follower_count":3204518776,"bio_description":"  "}""");

    [Fact]
    public void Oidc_Core_5_3_2_What_there_is_nothing_to_say_about_is_left_out()
    {
        var claims = ProfileMapping.Default.Apply(Full, before: null);
        Assert.Equal("Zoë \u202e", (string?)claims["name"]);
        Assert.Equal("https://a/1", (string?)claims["picture"]);
        Assert.False(claims.ContainsKey("profile"));
        Assert.False(claims.ContainsKey("email"));
        var own = claims[ClaimNames.TikTok]!.AsObject(); // there is a profile
        Assert.Equal(3204518776, (long?)own["follower_count"]);
        Assert.False((bool?)own["is_verified"]);
        Assert.False(own.ContainsKey("bio_description"));
        Assert.Empty(ProfileMapping.Default.Apply(JsonElement.Parse("""{"display_name":"null","username":null,"avatar_url":" "}"""), before: null));
    }

    [Fact]
    public void What_TikTok_did_not_tell_this_time_stays_and_what_it_emptied_goes()
    {
        var before = ProfileMapping.Default.Apply(Full, before: null);
        var less = ProfileMapping.Default.Apply(JsonElement.Parse("""{"open_id":"o","display_name":"","avatar_url":"https://a/2"}"""), before);
        Assert.Equal("zoe", (string?)less["preferred_username"]);
        Assert.Equal("https://a/2", (string?)less["picture"]);
        Assert.False(less.ContainsKey("name"));
        var own = less[ClaimNames.TikTok]!.AsObject(); // there is a profile
        Assert.Equal("zoe", (string?)own["username"]);
        Assert.False(own.ContainsKey("display_name"));
        Assert.Equal("Zoë \u202e", (string?)before["name"]);
    }

    [Fact]
    public void A_claim_follows_TikTok_always_once_or_never()
    {
        var mapping = new ProfileMapping([new("name", "$.display_name") { Update = ClaimUpdate.FirstLogin }, new("nickname", "$.username") { Update = ClaimUpdate.Never }, new("deep", "$.a.b", "$.username")]);
        var first = mapping.Apply(Full, before: null);
        Assert.Equal(["name", "deep"], first.Select(pair => pair.Key));
        first["nickname"] = "kept";
        var second = mapping.Apply(JsonElement.Parse("""{"display_name":"New","a":{"b":[1]}}"""), first);
        Assert.Equal("Zoë \u202e", (string?)second["name"]);
        Assert.Equal("kept", (string?)second["nickname"]);
        Assert.True(JsonNode.DeepEquals(new JsonArray(1), second["deep"]));
    }
}
