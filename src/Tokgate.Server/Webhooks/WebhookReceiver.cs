namespace Tokgate.Server.Webhooks;

/// <summary>A server of the operator's that is told what happens here.</summary>
internal sealed record WebhookReceiver
{
    public const int MaxIdLength = 50;
    public const string ByOperator = "operator";

    public required string Id { get; init; }

    public required string Url { get; init; }

    /// <summary>Of <see cref="WebhookTypes"/>.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Its one secret or, during a rotation, its two, as <see cref="ReceiverSecrets"/> sealed them.</summary>
    public required byte[] SealedSecrets { get; init; }

    /// <summary>Declared by settings, which are read at every start, and gone when it is not there any more.</summary>
    public bool IsFromSettings { get; init; }

    /// <value>The first of the failures since the last success; null if the last was one.</value>
    public DateTimeOffset? FailingSince { get; init; }

    /// <value>Since when it gets nothing; null if it does.</value>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <value><c>gone</c>, <c>failing</c> or <see cref="ByOperator"/>.</value>
    public string? DisabledCause { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <value>Rises with every change of what is declared, not with how it does.</value>
    public long Version { get; init; }

    public static bool IsId(string? id) => id is { Length: > 0 and <= MaxIdLength } && id.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-');

    public override string ToString() => $"{nameof(WebhookReceiver)} {Id}";
}
