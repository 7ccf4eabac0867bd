namespace Tokgate.Playground;

/// <summary>The playground cannot start; the message says why and how to mend it.</summary>
public sealed class PlaygroundException : Exception
{
    public PlaygroundException()
    {
    }

    public PlaygroundException(string message)
        : base(message)
    {
    }

    public PlaygroundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
