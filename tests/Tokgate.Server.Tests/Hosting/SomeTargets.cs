using Microsoft.Extensions.Options;
using Tokgate.Server.Outgoing;

namespace Tokgate.Server.Tests.Hosting;

internal static class SomeTargets
{
    public static TargetRules Rules(string? privateTargets = null, string environment = "Production") =>
        new(Options.Create(new OutgoingOptions { PrivateTargets = privateTargets }), new SomeEnvironment(environment));
}
