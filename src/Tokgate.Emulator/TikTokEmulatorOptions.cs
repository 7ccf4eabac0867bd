namespace Tokgate.Emulator;

/// <summary>How the emulator starts.</summary>
public sealed class TikTokEmulatorOptions
{
    /// <summary>The port. <value>0: a free one, on 127.0.0.1; another number: that one, on localhost.</value></summary>
    public int Port { get; set; }

    /// <summary>What the emulator's own, movable clock stands on. Null: the machine's time.</summary>
    public TimeProvider? TimeProvider { get; set; }

    /// <summary>Where apps, people and tokens are kept between runs. Null: in memory only.</summary>
    public string? StateFile { get; set; }

    /// <summary>Redirect URIs to register under <c>desktop</c> for the two apps that are there from the start, besides those of the contract's ports.</summary>
    public IList<string> PlaygroundCallbacks { get; } = [];

    /// <summary>Where the production app that is there from the start sends its webhooks: http or https on this machine. Null: nowhere.</summary>
    public string? PlaygroundWebhook { get; set; }

    /// <summary>Host names under which the emulator answers besides localhost and loopback addresses.</summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>
    /// An IP address to listen on that is not loopback, such as 0.0.0.0 in a container. Whoever reaches it can sign in as anyone to whatever
    /// trusts this emulator. Null: loopback only.
    /// </summary>
    public string? DangerousListenAddress { get; set; }

    /// <summary>Where the real names are served. Null: nowhere; only the program's <c>drop-in</c> sets it, never a library's caller.</summary>
    internal Hosting.FrontDoor? FrontDoor { get; set; }
}
