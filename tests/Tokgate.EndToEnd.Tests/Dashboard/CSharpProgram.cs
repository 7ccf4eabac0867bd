using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Tokgate.EndToEnd.Tests.Dashboard;

/// <summary>A web application of one file. The compiler alone is run, with what <c>dotnet new web</c> tells it: a whole build takes many times as long.</summary>
internal static class CSharpProgram
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly string s_root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <param name="text">The file.</param>
    /// <param name="arguments">As on the command line.</param>
    /// <param name="environment">Beside what the tests have.</param>
    /// <param name="ready">Where it answers when it is up.</param>
    public static Task<RunningProgram> StartAsync(string text, string arguments, IReadOnlyDictionary<string, string> environment, Uri ready) =>
        RunningProgram.StartAsync([("Program.cs", text), ("Usings.cs", Usings)], CompileAsync, "dotnet app.dll " + arguments, environment, ready);

    private static async Task CompileAsync(string folder)
    {
        var arguments = new List<string> { "-nologo", "-noconfig", "-nostdlib", "-nullable:enable", "-langversion:latest", "-warnaserror", "-out:app.dll", "Program.cs", "Usings.cs" };
        arguments.AddRange(References("Microsoft.NETCore.App.Ref").Concat(References("Microsoft.AspNetCore.App.Ref")).Select(static file => $"-r:\"{file}\""));
        await File.WriteAllLinesAsync(Path.Combine(folder, "app.rsp"), arguments);
        await File.WriteAllTextAsync(Path.Combine(folder, "app.runtimeconfig.json"), $$"""
            {
              "runtimeOptions": {
                "tfm": "net{{Environment.Version.Major}}.0",
                "frameworks": [{ "name": "Microsoft.NETCore.App", "version": "{{Environment.Version}}" }, { "name": "Microsoft.AspNetCore.App", "version": "{{Environment.Version}}" }]
              }
            }
            """);
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(Newest("sdk"), "Roslyn", "bincore", "csc.dll"));
        start.ArgumentList.Add("-noconfig");
        start.ArgumentList.Add("@app.rsp");
        using var compiler = Process.Start(start) ?? throw new InvalidOperationException("The compiler did not start.");
        var said = await compiler.StandardOutput.ReadToEndAsync();
        await compiler.WaitForExitAsync();
        Assert.True(compiler.ExitCode == 0, said);
    }

    private static string[] References(string pack) => Directory.GetFiles(Path.Combine(Newest("packs", pack), "ref", $"net{Environment.Version.Major}.0"), "*.dll");

    // Of the runtime's own generation.
    private static string Newest(params string[] path) =>
        Directory.GetDirectories(Path.Combine([s_root, .. path]), $"{Environment.Version.Major}.*").OrderBy(static folder => Version.TryParse(Path.GetFileName(folder), out var version) ? version : new Version()).Last();
}
