using System.Text.Json.Serialization;

namespace Tokgate.Server.Clients;

internal enum ClientAuthMethod
{
    [JsonStringEnumMemberName("client_secret_basic")]
    Basic,

    [JsonStringEnumMemberName("client_secret_post")]
    Post,

    [JsonStringEnumMemberName("private_key_jwt")]
    PrivateKeyJwt,

    [JsonStringEnumMemberName("none")]
    None,
}
