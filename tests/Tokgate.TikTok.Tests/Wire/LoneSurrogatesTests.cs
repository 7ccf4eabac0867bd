using System.Text;

namespace Tokgate.TikTok.Tests;

public sealed class LoneSurrogatesTests
{
    [Theory]
    [InlineData(@"""\ud83d\ude00""", @"""\ud83d\ude00""")]
    [InlineData(@"""\ud83d""", @"""\ufffd""")]
    [InlineData(@"""\ude00x""", @"""\ufffdx""")]
    [InlineData(@"""\ud83d\ud83d\ude00""", @"""\ufffd\ud83d\ude00""")]
    [InlineData(@"""\ud83d\n""", @"""\ufffd\n""")]
    [InlineData(@"""\\ud83d""", @"""\\ud83d""")]
    [InlineData(@"""\\\ud83d""", @"""\\\ufffd""")]
    [InlineData(@"""\ud83""", @"""\ud83""")]
    [InlineData(@"\", @"\")]
    [InlineData("", "")]
    public void Halves_of_pairs_are_replaced_and_nothing_else(string json, string mended)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        LoneSurrogates.Mend(bytes);

        Assert.Equal(mended, Encoding.UTF8.GetString(bytes));
    }
}
