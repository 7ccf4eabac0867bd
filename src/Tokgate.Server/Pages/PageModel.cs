namespace Tokgate.Server.Pages;

/// <summary>What the layout needs of every page.</summary>
internal abstract record PageModel(Language Language, string Nonce);

internal sealed record PageModel<T>(T View, Language Language, string Nonce) : PageModel(Language, Nonce);
