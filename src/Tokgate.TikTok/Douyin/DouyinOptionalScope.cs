namespace Tokgate.TikTok;

/// <summary>A scope that the user may leave out.</summary>
/// <param name="Name">One scope.</param>
/// <param name="IsTicked">Whether it is ticked when the page opens.</param>
public sealed record DouyinOptionalScope(string Name, bool IsTicked);
