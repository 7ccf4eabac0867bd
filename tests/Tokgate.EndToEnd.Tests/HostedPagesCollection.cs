namespace Tokgate.EndToEnd.Tests;

/// <summary>One broker and one Chromium for all that people see of it.</summary>
[CollectionDefinition(Name)]
public sealed class HostedPagesCollection : ICollectionFixture<HostedPagesFixture>
{
    public const string Name = "hosted pages";
}
