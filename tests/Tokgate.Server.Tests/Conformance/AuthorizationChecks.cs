namespace Tokgate.Server.Tests.Conformance;

/// <summary>What holds of every answer that an authorization endpoint sends to an application (RFC 6749, 4.1.2; RFC 9207).</summary>
internal static class AuthorizationChecks
{
    private static readonly string[] OfErrors = ["error", "error_description", "error_uri", "state", "session_state", "iss"];

    public static void Run(Module module, IReadOnlyList<(string Name, string Value)> request, Landing landing)
    {
        if (landing.Form is null)
        {
            Assert.True(landing.Answer.Status is 302 or 303, "A form with credentials must not be sent on by 307 or 308.");
        }
        else
        {
            Assert.Equal("", landing.Address.Query); // nothing of the answer stands in an address
        }

        Assert.Equal(request.Any(pair => pair is ("response_mode", "form_post")), landing.Form is not null);
        Assert.Equal(request.FirstOrDefault(pair => pair.Name == "state").Value, landing["state"]);
        Assert.Equal("", landing.Address.Fragment);
        if (landing["iss"] is { } issuer)
        {
            Assert.Equal(module.Issuer, issuer);
        }

        module.Warn(landing["iss"] is null, "no iss in the authorization response");
        if (landing["error"] is null)
        {
            Assert.NotNull(landing["code"]);
            return;
        }

        Assert.Null(landing["code"]);
        Assert.Empty(landing.Parameters.Keys.Except(OfErrors));
        Assert.All(landing["error_description"] ?? "", character => Assert.True(character is >= ' ' and <= '~' and not ('"' or '\\'), $"'{character}' in error_description"));
        Assert.True(landing["error_uri"] is not { } uri || Uri.IsWellFormedUriString(uri, UriKind.RelativeOrAbsolute));
    }
}
