using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>The types of the standard claims (OpenID Connect Core, 5.1), and that what a provider does not have is absent and neither null, nor blank, nor "null".</summary>
internal static class ClaimChecks
{
    private static readonly string[] Texts =
    [
        "sub", "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website", "email", "gender", "birthdate", "zoneinfo", "locale",
        "phone_number",
    ];

    private static readonly string[] Uris = ["profile", "picture", "website"];
    private static readonly Regex Birthdate = new("^(?:[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})$", RegexOptions.CultureInvariant);

    public static void Run(JsonElement claims)
    {
        foreach (var member in claims.EnumerateObject())
        {
            Assert.NotEqual(JsonValueKind.Null, member.Value.ValueKind);
            if (Texts.Contains(member.Name, StringComparer.Ordinal))
            {
                var text = member.Value.GetString();
                Assert.False(string.IsNullOrWhiteSpace(text) || text == "null", $"{member.Name} is blank or null");
                Assert.True(!Uris.Contains(member.Name, StringComparer.Ordinal) || Uri.TryCreate(text, UriKind.Absolute, out _), $"{member.Name} is no address");
                Assert.True(member.Name != "birthdate" || Birthdate.IsMatch(text!)); // not blank, as just seen
            }

            Assert.True(!member.Name.EndsWith("_verified", StringComparison.Ordinal) || member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False);
            Assert.True(member.Name != "updated_at" || member.Value.GetInt64() > 0);
            Assert.True(member.Name != "address" || member.Value.ValueKind == JsonValueKind.Object);
        }
    }

    public static void RunUserInfo(SignedInPerson person)
    {
        Assert.True(person.UserInfo.Status == 200, person.UserInfo.Body);
        Assert.StartsWith("application/json", person.UserInfo.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(person.Subject, person.UserInfo.Json.GetProperty("sub").GetString());
        Run(person.UserInfo.Json);
        IdTokenChecks.HashFits(person.IdToken, person.AccessToken);
    }
}
