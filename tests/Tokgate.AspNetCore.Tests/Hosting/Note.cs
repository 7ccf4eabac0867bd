namespace Tokgate.AspNetCore.Tests.Hosting;

public sealed class Note
{
    public int Id { get; set; }

    public required string Text { get; set; }
}
