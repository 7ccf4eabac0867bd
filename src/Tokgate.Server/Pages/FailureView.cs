namespace Tokgate.Server.Pages;

internal sealed record FailureView(string ErrorId, string Reference);
