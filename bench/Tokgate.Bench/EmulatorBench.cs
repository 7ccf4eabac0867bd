namespace Tokgate.Bench;

/// <summary>How many token requests the emulator answers on a core of its own, so that it is never what another benchmark measures.</summary>
internal static class EmulatorBench
{
    public static async Task<double> TokenRequestsPerSecondAsync(int warmUp, TimeSpan run)
    {
        using var emulator = ServerProcess.Start(0, "serve-emulator");
        const string Client = "client_key=awplayground000001&client_secret=emulator-secret-not-for-production-00001";
        var request = RawConnection.Post(emulator.Address, "/v2/oauth/token/", $"{Client}&grant_type=client_credentials");

        await WarmUp.RunAsync(warmUp, burst => TokenLoad.MeasureAsync(emulator, request, burst));
        var samples = new List<TokenSample>();
        for (var number = 0; number < 3; number++)
        {
            samples.Add(await TokenLoad.MeasureAsync(emulator, request, run));
        }

        return TokenLoad.Median(samples).PerSecond;
    }
}
