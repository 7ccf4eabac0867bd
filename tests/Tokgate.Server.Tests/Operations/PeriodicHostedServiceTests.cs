using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Operations;

public sealed class PeriodicHostedServiceTests
{
    [Fact]
    public async Task A_time_out_ends_neither_the_work_nor_the_broker()
    {
        using var service = new TimingOut();
        await service.StartAsync(CancellationToken.None);
        Assert.IsType<TaskCanceledException>(await service.Told.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.False(service.ExecuteTask!.IsCompleted); // started
        await service.StopAsync(CancellationToken.None);
        Assert.True(service.ExecuteTask.IsCanceled);
    }

    private sealed class TimingOut() : PeriodicHostedService(TimeSpan.FromHours(1), new ManualTime(), isDueAtStart: true)
    {
        private readonly TaskCompletionSource<Exception> told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Exception> Told => told.Task;

        protected override Task RunAsync(CancellationToken stoppingToken) => Task.FromException(new TaskCanceledException("The database took too long."));

        protected override void LogFailed(Exception exception) => told.SetResult(exception);
    }
}
