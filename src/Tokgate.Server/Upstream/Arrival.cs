using Tokgate.Server.Clients;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.Upstream;

/// <summary>Whom a sign-in is for. Both are null for one that no client asked for, and otherwise neither.</summary>
internal sealed record Arrival(Client? Client, MatchedRedirectUri? Target);
