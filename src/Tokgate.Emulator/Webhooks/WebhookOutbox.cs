using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Tokgate.Emulator.State;
using Tokgate.Emulator.Wire;
using Authorization = Tokgate.Emulator.State.Authorization;

namespace Tokgate.Emulator.Webhooks;

/// <summary>Sends webhooks: signed, to loopback only, again with growing pauses until the app answers 200 or 72 hours are over.</summary>
/// <remarks>
/// Owns the deliveries (the latest <see cref="Most"/>) and their retries. Pauses are on the emulator's clock, so that moving it moves them.
/// Every attempt is signed anew with the app's current secret. What ends an authorization is <see cref="AuthorizationRemoval"/>'s.
/// </remarks>
internal sealed class WebhookOutbox : IAsyncDisposable
{
    public const int Most = 1_000;

    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(72);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);

    private readonly World world;
    private readonly HttpClient http;
    private readonly Lock gate = new();
    private readonly Queue<WebhookDelivery> deliveries = new();
    private readonly HashSet<Task> running = [];
    private CancellationTokenSource stopping = new();
    private bool isStopped;

    public WebhookOutbox(World world)
    {
        this.world = world;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = ConnectToLoopbackAsync })
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = 64 * 1024,
        };
    }

    public IReadOnlyList<WebhookDelivery> All
    {
        get
        {
            lock (gate)
            {
                return [.. deliveries];
            }
        }
    }

    public void AuthorizationRemoved(Authorization authorization, int reason)
    {
        var now = world.Clock.Now;
        var content = string.Create(CultureInfo.InvariantCulture, $"{{\"reason\": {reason}}}");
        var delivery = new WebhookDelivery
        {
            Id = WireIds.Handle()[..16],
            ClientKey = authorization.ClientKey,
            Event = "authorization.removed",
            OpenId = authorization.OpenId,
            Reason = reason,
            CreatedAt = now,
            Body = WireJson.Write((authorization.ClientKey, authorization.OpenId, now, content), static (json, it) =>
            {
                json.WriteStartObject();
                json.WriteString("client_key"u8, it.ClientKey);
                json.WriteString("event"u8, "authorization.removed"u8);
                json.WriteNumber("create_time"u8, it.now.ToUnixTimeSeconds());
                json.WriteString("user_openid"u8, it.OpenId);
                json.WriteString("content"u8, it.content);
                json.WriteEndObject();
            }),
        };
        Start(delivery);
    }

    /// <summary>Forgets all deliveries and ends their retries.</summary>
    public void Clear()
    {
        CancellationTokenSource old;
        lock (gate)
        {
            old = stopping;
            stopping = new CancellationTokenSource();
            deliveries.Clear();
        }

        old.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        Task[] left;
        lock (gate)
        {
            isStopped = true;
            left = [.. running];
        }

        await stopping.CancelAsync();
        await Task.WhenAll(left);
        stopping.Dispose();
        http.Dispose();
    }

    public static bool MaySendTo(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is ("http" or "https") && parsed.IsLoopback;

    public static string Sign(string clientSecret, long unixSeconds, ReadOnlySpan<byte> body)
    {
        var t = unixSeconds.ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(clientSecret));
        hmac.AppendData(Encoding.ASCII.GetBytes(t + "."));
        hmac.AppendData(body);
        return $"t={t},s={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }

    private void Start(WebhookDelivery delivery)
    {
        lock (gate)
        {
            if (isStopped)
            {
                return;
            }

            deliveries.Enqueue(delivery);
            if (deliveries.Count > Most)
            {
                deliveries.Dequeue().Finish("dropped");
            }

            var task = RunAsync(delivery, stopping.Token);
            running.Add(task);
            task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void Forget(Task task)
    {
        lock (gate)
        {
            running.Remove(task);
        }
    }

    private async Task RunAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var pause = FirstPause;
        try
        {
            while (delivery.Progress.State == "pending")
            {
                if (world.Apps.Find(delivery.ClientKey) is not { WebhookUrl: { } url } app)
                {
                    delivery.Finish("no_url");
                    return;
                }

                if (await TryDeliverAsync(delivery, app, url, cancellationToken))
                {
                    delivery.Finish("delivered");
                    return;
                }

                var due = world.Clock.Now + pause;
                if (due - delivery.CreatedAt > GiveUpAfter)
                {
                    delivery.Finish("dropped");
                    return;
                }

                delivery.WaitUntil(due);
                await world.Clock.WaitUntilAsync(due, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            delivery.Finish("dropped");
        }
    }

    private async Task<bool> TryDeliverAsync(WebhookDelivery delivery, TikTokApp app, string url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new ByteArrayContent(delivery.Body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("TikTok-Signature", Sign(app.ClientSecret, world.Clock.Now.ToUnixTimeSeconds(), delivery.Body));
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            delivery.Attempted((int)response.StatusCode, null);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException failure)
        {
            delivery.Attempted(null, failure.HttpRequestError.ToString());
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            delivery.Attempted(null, "Timeout");
            return false;
        }
    }

    /// <summary>The registration allows loopback names only; this holds it even if such a name resolves to something else.</summary>
    private static async ValueTask<Stream> ConnectToLoopbackAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var loopback = Array.FindAll(addresses, IPAddress.IsLoopback);
        if (loopback.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The address is not loopback.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(loopback, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
