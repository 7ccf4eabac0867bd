using System.Globalization;

namespace Tokgate.Bench;

internal sealed class RawAnswer
{
    private RawAnswer(int status) => Status = status;

    public int Status { get; }

    public string? Location { get; private set; }

    public int ContentLength { get; private set; }

    public bool IsChunked { get; private set; }

    /// <summary>Name and value of each cookie set, ready for a Cookie header.</summary>
    public List<string> Cookies { get; } = [];

    /// <summary>How much of its time the server waited for another one.</summary>
    public TimeSpan Upstream { get; private set; }

    public string Body { get; set; } = string.Empty;

    public static RawAnswer Parse(string head)
    {
        var lines = head.Split("\r\n");
        var answer = new RawAnswer(int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture));
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = line[(colon + 1)..].Trim();
            switch (line[..colon].ToUpperInvariant())
            {
                case "LOCATION":
                    answer.Location = value;
                    break;
                case "CONTENT-LENGTH":
                    answer.ContentLength = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "TRANSFER-ENCODING":
                    answer.IsChunked = true;
                    break;
                case "SET-COOKIE":
                    answer.Cookies.Add(value.Split(';')[0]);
                    break;
                case "X-BENCH-UPSTREAM":
                    answer.Upstream = TimeSpan.FromMicroseconds(long.Parse(value, CultureInfo.InvariantCulture));
                    break;
                default:
                    break;
            }
        }

        return answer;
    }
}
