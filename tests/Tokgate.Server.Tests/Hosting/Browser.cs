using System.Net;
using System.Net.Sockets;

namespace Tokgate.Server.Tests.Hosting;

/// <summary>
/// A browser without a screen: it keeps cookies, follows redirects as far as the broker and TikTok go, and stops where an application would be called. The
/// broker's issuer names a port that it does not listen on here; this browser knows the way.
/// </summary>
public sealed class Browser : IDisposable
{
    private const int MostHops = 20;
    private static readonly Uri Issuer = new(Broker.Issuer);

    private readonly HttpClient http;

    public Browser(Broker broker) : this(broker.Address.Port, new CookieContainer())
    {
    }

    /// <summary>For a broker in another process, or for another node than the one where this browser got its cookies.</summary>
    public Browser(int port, CookieContainer cookies)
    {
        Cookies = cookies;
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = Cookies,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port == Issuer.Port ? port : context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
    }

    public CookieContainer Cookies { get; }

    public string? UserAgent { get; set; }

    public string? AcceptLanguage { get; set; }

    /// <summary>Every address that was asked, oldest first.</summary>
    public IList<Uri> Trail { get; } = new List<Uri>();

    public string? Cookie(string name) => Cookies.GetCookies(Issuer)[name]?.Value;

    /// <summary>One request, whatever it answers.</summary>
    public Task<Answer> StepAsync(string address) => SendAsync(HttpMethod.Get, new Uri(Issuer, address), null);

    public Task<Answer> StepPostAsync(string address, params (string Name, string Value)[] form) => SendAsync(HttpMethod.Post, new Uri(Issuer, address), form);

    /// <summary>Follows redirects until there is none or one leads to an application.</summary>
    public Task<Answer> GoAsync(string address) => FollowAsync(new Uri(Issuer, address), null);

    public Task<Answer> PostAsync(string address, params (string Name, string Value)[] form) => FollowAsync(new Uri(Issuer, address), form);

    /// <summary>Follows redirects up to the one whose target fulfils the condition, and gives that target.</summary>
    public async Task<Uri> GoUntilAsync(string address, Func<Uri, bool> stop)
    {
        var next = new Uri(Issuer, address);
        for (var hop = 0; hop < MostHops; hop++)
        {
            var answer = await SendAsync(HttpMethod.Get, next, null);
            if (!answer.Headers.TryGetValue("Location", out var location))
            {
                throw new InvalidOperationException($"Came to rest at {next.AbsolutePath} with {answer.Status}: {answer.Body}");
            }

            next = new Uri(next, location);
            if (stop(next))
            {
                return next;
            }
        }

        throw new InvalidOperationException($"More than {MostHops} redirects.");
    }

    public void Dispose() => http.Dispose();

    private async Task<Answer> FollowAsync(Uri address, (string Name, string Value)[]? form)
    {
        var answer = await SendAsync(form is null ? HttpMethod.Get : HttpMethod.Post, address, form);
        for (var hop = 0; hop < MostHops; hop++)
        {
            if (!answer.Headers.TryGetValue("Location", out var location))
            {
                return answer;
            }

            address = new Uri(address, location);
            if (address.Scheme != "http" || !address.IsLoopback || address.Port == The.ApplicationPort)
            {
                return answer;
            }

            answer = await SendAsync(HttpMethod.Get, address, null);
        }

        throw new InvalidOperationException($"More than {MostHops} redirects.");
    }

    private async Task<Answer> SendAsync(HttpMethod method, Uri address, (string Name, string Value)[]? form)
    {
        Trail.Add(address);
        using var request = new HttpRequestMessage(method, address);
        if (UserAgent is not null)
        {
            request.Headers.UserAgent.ParseAdd(UserAgent);
        }

        if (AcceptLanguage is not null)
        {
            request.Headers.AcceptLanguage.ParseAdd(AcceptLanguage);
        }

        request.Content = form is null ? null : new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        return await Answer.OfAsync(await http.SendAsync(request));
    }
}
