namespace Tokgate.Server.Pages;

internal interface IPushedAnswers
{
    /// <summary>True for the first answer to this pushed request, on whatever node; from then on nobody can pick it up.</summary>
    Task<bool> TryAnswerAsync(string pushedId, CancellationToken cancellationToken);
}
