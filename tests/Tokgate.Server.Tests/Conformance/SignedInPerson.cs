using System.Text.Json;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Conformance;

/// <summary>What a relying party holds after a sign-in.</summary>
internal sealed record SignedInPerson(string Code, JsonElement Tokens, JsonElement IdToken, Answer UserInfo, int Asked)
{
    public string Subject => Text(IdToken, "sub");

    public string AccessToken => Text(Tokens, "access_token");

    public string RawIdToken => Text(Tokens, "id_token");

    public long AuthTime => IdToken.GetProperty("auth_time").GetInt64();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new InvalidOperationException($"{name} is null.");
}
