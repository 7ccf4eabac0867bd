using Tokgate.Server.Audit;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>What a broker's audit trail says once everything is on disk.</summary>
internal static class Trail
{
    public static async Task<IReadOnlyList<AuditEvent>> AuditAsync(this Broker broker, AuditFilter? filter = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await broker.Get<AuditTrail>().FlushAsync(patience.Token);
        return await broker.Get<IAuditStore>().ListAsync(filter ?? new AuditFilter(), before: null, limit: 1_000, patience.Token);
    }

    public static async Task<IReadOnlyList<AuditEvent>> StoryAsync(this Broker broker, string? flowId)
    {
        Assert.NotNull(flowId);
        await broker.AuditAsync();
        return await broker.Get<IAuditStore>().StoryAsync(flowId, CancellationToken.None);
    }
}
