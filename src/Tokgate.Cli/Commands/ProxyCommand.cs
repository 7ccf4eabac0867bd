using System.CommandLine;
using Tokgate.Server;

namespace Tokgate.Cli.Commands;

internal static class ProxyCommand
{
    public const string Name = "proxy";

    public static Command Create() => new Command(Name, """
        Runs the token proxy alone: TikTok's token endpoint as RFC 6749 has it, for products that only let a URL be changed. No database; stops at Ctrl-C or SIGTERM.

        It listens on http://localhost:3333 (--urls or ASPNETCORE_URLS) and works for the apps in Tokgate__Proxy__Clients__0__ClientKey, …__ClientSecret and so on. Give the product
        POST /proxy/token, POST /proxy/revoke, GET /proxy/userinfo and, if it cannot say client_key itself, GET /proxy/authorize.

        Examples:
          Tokgate__Proxy__Clients__0__ClientKey=awx1y2z3 tokgate proxy
          tokgate proxy --urls http://127.0.0.1:8080
        """).Does(static _ => RunAsync([]));

    public static Task<int> RunAsync(IReadOnlyList<string> arguments) => ServeCommand.UntilStoppedAsync(() => TokgateServer.RunProxyAsync(arguments));
}
