using System.Net;

namespace Tokgate.Cli.Tests;

public sealed class ProxyTests
{
    [Fact]
    public async Task A_proxy_without_an_app_says_what_to_set_and_ends()
    {
        var answer = await CommandProcess.RunAsync("proxy", "--urls", "http://127.0.0.1:0");

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("TTK3351", answer.Error, StringComparison.Ordinal);
        Assert.Contains("Tokgate__Proxy__Clients__0__ClientKey", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_listens_in_Production_and_answers_as_RFC_6749_does()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        using var proxy = CommandProcess.Start(
            new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["Tokgate__Proxy__Clients__0__ClientKey"] = "awx1y2z3" },
            "proxy", "--urls", address.AbsoluteUri);
        try
        {
            while (await proxy.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Application started", StringComparison.Ordinal))
            {
            }

            using var http = new HttpClient { BaseAddress = address };
            using var form = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("refresh_token", "rft.x"), new("client_id", "awsomebodyelse"), new("client_secret", "s")]);
            using var answer = await http.PostAsync(new Uri("/proxy/token", UriKind.Relative), form);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("\"error\":\"invalid_client\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        finally
        {
            proxy.Kill();
        }
    }
}
