using Tokgate.Emulator.State;

namespace Tokgate.Emulator.Tests.State;

public sealed class BoundedMapTests
{
    [Fact]
    public void The_oldest_is_forgotten_when_it_is_full()
    {
        var map = new BoundedMap<string>(2);
        foreach (var key in (string[])["a", "b", "c"])
        {
            map.Add(key, key);
        }

        Assert.Equal((null, "b", "c"), (map.Find("a"), map.Find("b"), map.Find("c")));
    }

    [Fact]
    public void A_key_that_is_added_again_and_again_stays()
    {
        var map = new BoundedMap<string>(2);
        foreach (var value in (string[])["1", "2", "3", "4"])
        {
            map.Add("reusable", value);
        }

        Assert.Equal("4", map.Find("reusable"));
    }
}
