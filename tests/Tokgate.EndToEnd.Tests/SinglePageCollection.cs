namespace Tokgate.EndToEnd.Tests;

/// <summary>Tests that share one broker, one emulator and one browser.</summary>
[CollectionDefinition(Name)]
public sealed class SinglePageCollection : ICollectionFixture<SinglePageFixture>
{
    public const string Name = "Single-page applications";
}
