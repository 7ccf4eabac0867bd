using System.Diagnostics.CodeAnalysis;

namespace Tokgate.TikTok;

/// <summary>What TikTok gave, or its refusal. Nothing here throws: a refusal is a value.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public sealed class TikTokResult<T>
    where T : class
{
    internal TikTokResult(T? value, TikTokError? error, string? logId)
    {
        Value = value;
        Error = error;
        LogId = logId;
    }

    /// <summary>Whether <see cref="Value"/> is there; otherwise <see cref="Error"/> is.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Value is not null;

    /// <summary>What TikTok gave; null when it refused.</summary>
    public T? Value { get; }

    /// <summary>The refusal; null on success.</summary>
    public TikTokError? Error { get; }

    /// <summary>TikTok's id of the request, on success too; null when there was none.</summary>
    public string? LogId { get; }
}
