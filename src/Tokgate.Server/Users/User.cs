using System.Text.Json;

namespace Tokgate.Server.Users;

/// <summary>
/// A person. <see cref="Id"/> is the subject: random, never reassigned, and owing nothing to TikTok. <see cref="Claims"/> is what is said about them, a JSON
/// object made by the connection's profile mapping.
/// </summary>
internal sealed record User(string Id, UserStatus Status, JsonElement Claims, DateTimeOffset CreatedAt);
