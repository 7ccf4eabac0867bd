namespace Tokgate.Server.Pages;

/// <summary>What went wrong, by the number under which it is documented. <paramref name="Detail"/> is for the log alone and holds nothing secret.</summary>
internal sealed record Failure(string ErrorId, int Status, string? Detail = null)
{
    public static Failure BadRequest(string errorId, string? detail = null) => new(errorId, StatusCodes.Status400BadRequest, detail);
}
