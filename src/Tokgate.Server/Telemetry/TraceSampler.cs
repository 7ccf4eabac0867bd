using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Tokgate.Server.Telemetry;

/// <summary>
/// What is traced, by OpenTelemetry's own variables: everything, nothing, or a share. Whoever calls does not decide it: a header of theirs would turn a share of one
/// in a thousand into everything. And never what the exporter itself sends, which would be exported in turn.
/// </summary>
internal sealed class TraceSampler(Sampler inner) : Sampler
{
    public static TraceSampler Of(IConfiguration configuration)
    {
        var name = configuration["OTEL_TRACES_SAMPLER"] ?? "";
        var share = double.TryParse(configuration["OTEL_TRACES_SAMPLER_ARG"], NumberStyles.Float, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 0, 1) : 1;
        Sampler root = name.EndsWith("always_off", StringComparison.Ordinal) ? new AlwaysOffSampler()
            : name.EndsWith("traceidratio", StringComparison.Ordinal) ? new TraceIdRatioBasedSampler(share)
            : new AlwaysOnSampler();
        return new TraceSampler(new ParentBasedSampler(root, remoteParentSampled: root, remoteParentNotSampled: root));
    }

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        Sdk.SuppressInstrumentation ? new SamplingResult(SamplingDecision.Drop) : inner.ShouldSample(samplingParameters);
}
