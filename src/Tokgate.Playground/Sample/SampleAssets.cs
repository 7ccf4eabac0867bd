using Microsoft.Extensions.FileProviders;

namespace Tokgate.Playground.Sample;

/// <summary>Style sheet and script, embedded so that they need no static web assets of a program that hosts others.</summary>
internal static class SampleAssets
{
    public static void Map(WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        RequestPath = "/assets",
        FileProvider = new EmbeddedFileProvider(typeof(SampleAssets).Assembly, "Tokgate.Playground.Sample.Assets"),
    });
}
