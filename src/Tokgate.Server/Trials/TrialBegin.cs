namespace Tokgate.Server.Trials;

/// <summary>How a trial began: with the address at TikTok to go to, with its end already, or not at all, which the error id says.</summary>
internal sealed record TrialBegin(Trial? Trial, string? Address, string? ErrorId);
