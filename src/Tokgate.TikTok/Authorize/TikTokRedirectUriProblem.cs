namespace Tokgate.TikTok;

/// <summary>A rule of TikTok's that a redirect URI breaks.</summary>
/// <param name="Rule">Which.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
/// <param name="Id">The error id, such as <c>TTK1023</c>.</param>
public sealed record TikTokRedirectUriProblem(TikTokRedirectUriRule Rule, string Message, string Id);
