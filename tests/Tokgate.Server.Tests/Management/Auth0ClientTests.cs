using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Tokgate.Server.Storage;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Management;

/// <summary>npm auth0's ManagementClient, unmodified, over TLS on an https issuer of this machine.</summary>
public sealed class Auth0ClientTests
{
    [Fact]
    public async Task Npm_auth0_manages_clients_connections_people_logs_and_keys()
    {
        using var directory = new TempDirectory();
        var (pfx, pem) = Certificate(directory.Path);
        var port = FreePort.Next();
        var issuer = $"https://localhost:{port}";
        IssuerWitness.Know(issuer);
        var time = new ManualTime();
        await using var broker = await Broker.OfAsync(
            TokgateServer.Create(new TokgateServerOptions
            {
                Arguments = ["--Kestrel:Certificates:Default:Path=" + pfx],
                EnvironmentName = "Development",
                Urls = issuer,
                Issuer = issuer,
                DataDirectory = directory.Path,
                TimeProvider = time,
                Clients = [.. The.Clients, ManagementWorld.AdministratorClient],
                Connections = [SignInWorld.Connection(new Uri("http://localhost:5082"))],
            }),
            time);

        await broker.Get<IWriteDoor>().WriteAsync(
            context =>
            {
                SignIn.AddPerson(context, time.GetUtcNow(), """{"name":"Somebody"}""");
                return context.SaveChangesAsync();
            },
            CancellationToken.None);

        using var node = Peers.Start("manage-auth0.mjs", "auth0", [("NODE_EXTRA_CA_CERTS", pem)]);
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(new { domain = $"localhost:{port}", clientId = ManagementWorld.Administrator, clientSecret = The.MachineSecret }));
        node.StandardInput.Close();
        using var patience = new CancellationTokenSource(Peers.Patience);
        var output = await node.StandardOutput.ReadToEndAsync(patience.Token);
        await node.WaitForExitAsync(patience.Token);
        Assert.True(node.ExitCode == 0, output);
        var told = JsonDocument.Parse(output).RootElement;
        foreach (var step in told.EnumerateObject().Where(step => step.Name is not ("unknown member" or "client gone" or "user gone")))
        {
            Assert.False(step.Value.ValueKind == JsonValueKind.Object && step.Value.TryGetProperty("failed", out _), $"{step.Name}: {step.Value}");
        }

        Assert.Equal(600, told.GetProperty("client created").GetProperty("jwt_configuration").GetProperty("lifetime_in_seconds").GetInt32());
        var again = told.GetProperty("client read again");
        Assert.Equal(("Changed by auth0", "https://by-auth0.example/cb", 600), (again.GetProperty("description").GetString(), again.GetProperty("callbacks")[0].GetString(), again.GetProperty("jwt_configuration").GetProperty("lifetime_in_seconds").GetInt32()));
        Assert.NotEqual(told.GetProperty("client created").GetProperty("client_secret").GetString(), told.GetProperty("secret rotated").GetProperty("client_secret").GetString());
        Assert.Equal(The.Clients.Count + 2, told.GetProperty("clients").GetArrayLength());
        Assert.Single(told.GetProperty("client grants").EnumerateArray());
        var refused = told.GetProperty("unknown member").GetProperty("failed");
        Assert.Equal(("BadRequestError", 400), (refused.GetProperty("name").GetString(), refused.GetProperty("statusCode").GetInt32()));
        var options = (Before: told.GetProperty("connection read").GetProperty("options"), After: told.GetProperty("connection read again").GetProperty("options"));
        Assert.Equal("ja", options.After.GetProperty("upstream_params").GetProperty("lang").GetProperty("value").GetString());
        Assert.All(
            options.Before.EnumerateObject().Where(member => member.Name != "upstream_params"),
            member => Assert.Equal(member.Value.GetRawText(), options.After.GetProperty(member.Name).GetRawText())); // at Auth0 all of these would be gone
        Assert.DoesNotContain(told.GetProperty("connection clients").EnumerateArray(), client => client.GetProperty("client_id").GetString() == told.GetProperty("client created").GetProperty("client_id").GetString());
        Assert.Equal(SignIn.UserId, Assert.Single(told.GetProperty("users").EnumerateArray()).GetProperty("user_id").GetString());
        Assert.Single(told.GetProperty("user searched").EnumerateArray());
        Assert.True(told.GetProperty("user blocked").GetProperty("blocked").GetBoolean());
        Assert.Equal("auth0", told.GetProperty("user read again").GetProperty("user_metadata").GetProperty("by").GetString());
        Assert.Equal(told.GetProperty("logs")[0].GetProperty("log_id").GetString(), told.GetProperty("log").GetProperty("log_id").GetString());
        Assert.Equal("NotFoundError", told.GetProperty("user gone").GetProperty("failed").GetProperty("name").GetString());
        Assert.Equal("NotFoundError", told.GetProperty("client gone").GetProperty("failed").GetProperty("name").GetString());
    }

    private static (string Pfx, string Pem) Certificate(string directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var (pfx, pem) = (Path.Combine(directory, "tls.pfx"), Path.Combine(directory, "tls.pem"));
        File.WriteAllBytes(pfx, certificate.Export(X509ContentType.Pfx));
        File.WriteAllText(pem, certificate.ExportCertificatePem());
        return (pfx, pem);
    }
}
