namespace Tokgate.Conventions.Tests.Repository;

/// <summary>A type as its source declares it; <see cref="Heritage"/> is what stands between its name and its body.</summary>
internal sealed record TypeDeclaration(string Name, string Where, bool IsPublic, bool IsTopLevel, string Heritage);
