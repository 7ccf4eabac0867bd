using System.Text.Json.Nodes;
using Tokgate.Server.Dashboard.Overview;

namespace Tokgate.Server.Tests.Dashboard;

public sealed class AttentionsTests
{
    [Theory]
    [InlineData("[\"broker\"]", "ada", "administrator-by-tiktok-alone")]
    [InlineData("[\"passkey\",\"broker\"]", "ada", null)]
    [InlineData("[\"password\"]", "ada", null)]
    [InlineData("[]", "ada", "administrator-without-way")]
    [InlineData("[]", "owner", null)]
    public void An_administrator_with_no_way_in_or_TikTok_s_alone_is_named(string ways, string name, string? attention)
    {
        var told = new JsonObject { ["user_name"] = name, ["signs_in_by"] = JsonNode.Parse(ways) };

        Assert.Equal(attention, Attentions.OfAdministrators([told], "owner").SingleOrDefault()?.Name);
    }
}
