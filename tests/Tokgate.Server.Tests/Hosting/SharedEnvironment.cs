namespace Tokgate.Server.Tests.Hosting;

/// <summary>Tests that set variables of this process's environment, which every broker in it would read.</summary>
[CollectionDefinition(nameof(SharedEnvironment), DisableParallelization = true)]
public sealed class SharedEnvironment;
