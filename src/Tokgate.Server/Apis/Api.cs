namespace Tokgate.Server.Apis;

/// <summary>Something that tokens are for: the audience they name, and every scope it knows.</summary>
internal sealed record Api(string Audience, IReadOnlyList<string> Scopes);
