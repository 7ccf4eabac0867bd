using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tokgate.Emulator;
using Tokgate.Server.Connections;
using Tokgate.Server.Diagnosis;
using Tokgate.Server.Protocol;
using Tokgate.Server.Webhooks;
using Tokgate.TikTok;
using Connection = Tokgate.Server.Connections.Connection;

namespace Tokgate.Server.Tests.Diagnosis;

/// <summary>The broker at its own webhook address: whether it finds itself there, somebody else, or nobody, and that nobody but itself can ask.</summary>
public sealed class WebhookAddressTests : IAsyncLifetime
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("tokgate-webhook-address-");
    private readonly string issuer = $"http://localhost:{FreePort.Next()}";
    private WebApplication? broker;

    private WebApplication Running => broker ?? throw new InvalidOperationException("xunit has not started it.");

    private Connection TikTok => Running.Services.GetRequiredService<ConnectionDirectory>().Find("tiktok")!; // its settings declare it

    public async Task InitializeAsync()
    {
        broker = TokgateServer.Create(new TokgateServerOptions
        {
            EnvironmentName = "Development",
            Urls = issuer,
            Issuer = issuer,
            DataDirectory = data.FullName,
            Connections = [new TokgateServerConnection { ClientKey = TikTokEmulator.ProductionClientKey, ClientSecret = TikTokEmulator.ClientSecret, Address = new Uri("http://localhost:9") }],
        });
        await broker.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Running.DisposeAsync();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task It_finds_itself_and_nobody_else_in_its_place()
    {
        Assert.Equal(TokgateServerFindingLevel.Fine, (await AskAsync(issuer)).Level);
        Assert.Contains("public https addresses only", (await AskAsync(issuer)).Message, StringComparison.Ordinal);

        await using var other = await OtherAsync();
        var found = await AskAsync(other.Urls.Single());
        Assert.Equal(TokgateServerFindingLevel.Unknown, found.Level); // on http it is somebody's own machine
        Assert.Contains("answered with 200, and not by this broker", found.Message, StringComparison.Ordinal);
        Assert.Contains("TTK3384", found.Message, StringComparison.Ordinal);
        Assert.Contains("could not be reached", (await AskAsync($"http://localhost:{FreePort.Next()}")).Message, StringComparison.Ordinal);
        Assert.Equal(TokgateServerFindingLevel.Warning, (await AskAsync($"https://localhost:{FreePort.Next()}")).Level);
    }

    [Fact]
    public async Task T_66_A_question_that_is_not_ours_as_it_was_sent_is_a_forged_webhook()
    {
        var reach = Running.Services.GetRequiredService<WebhookReach>();
        var question = reach.Ask(TikTok);
        var (status, proof) = await SendAsync(question.Body, question.Signature);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(reach.IsAnswer(TikTok, question, proof));
        Assert.False(reach.IsAnswer(TikTok, reach.Ask(TikTok), proof)); // one question's answer is no other's
        Assert.False(reach.IsAnswer(TikTok, question, null));
        Assert.False(reach.IsAnswer(TikTok, question, "x"));

        Assert.Equal((HttpStatusCode.Unauthorized, null), await SendAsync(question.Body, signature: null));
        Assert.Equal((HttpStatusCode.Unauthorized, null), await SendAsync([.. question.Body, (byte)' '], question.Signature));
        Assert.Equal((HttpStatusCode.Unauthorized, null), await SendAsync(question.Body, question.Signature[..^2] + "00"));
        Assert.Equal((HttpStatusCode.Unauthorized, null), await SendAsync(reach.Ask(TikTok).Body, question.Signature));
        await using var stranger = TokgateServer.Create(new TokgateServerOptions { EnvironmentName = "Development", Issuer = issuer, DataDirectory = Path.Combine(data.FullName, "stranger") });
        var theirs = stranger.Services.GetRequiredService<WebhookReach>().Ask(TikTok);
        Assert.Equal((HttpStatusCode.Unauthorized, null), await SendAsync(theirs.Body, theirs.Signature));
        var early = new ShiftedTime();
        early.Advance(TimeSpan.FromMinutes(-2));
        var late = new WebhookReach(Running.Services.GetRequiredService<Tokgate.Vault.MasterKeyRing>(), early).Ask(TikTok);
        Assert.Equal((HttpStatusCode.Unauthorized, null), await SendAsync(late.Body, late.Signature));
    }

    private Task<TokgateServerFinding> AskAsync(string address) =>
        new WebhookAddressExamination(Running.Services.GetRequiredService<WebhookReach>(), new Issuer(Options.Create(new IssuerOptions { Issuer = address }))).ExamineAsync(TikTok, CancellationToken.None);

    private async Task<(HttpStatusCode Status, string? Proof)> SendAsync(byte[] body, string? signature)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, issuer + "/webhooks/tiktok/tiktok") { Content = new ByteArrayContent(body) };
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation(TikTokWebhook.SignatureHeader, signature);
        }

        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, answer.Headers.TryGetValues(WebhookReach.AnswerHeader, out var values) ? values.Single() : null);
    }

    private static async Task<WebApplication> OtherAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var other = builder.Build();
        other.Urls.Add("http://127.0.0.1:0");
        other.MapPost("/{**path}", static (HttpContext context) => context.Response.Headers[WebhookReach.AnswerHeader] = "AAAA");
        await other.StartAsync();
        return other;
    }
}
