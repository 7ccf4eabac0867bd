using System.Reflection;

namespace Tokgate.Conventions.Tests.Assemblies;

/// <summary>A secret that is a plain string prints wherever somebody puts it.</summary>
public sealed class SecretPropertyTests
{
    // Type.Property and reason.
    private static readonly Dictionary<string, string> Plain = [];

    private static readonly string[] Endings = ["Token", "Secret", "Verifier", "Password"];

    [Fact]
    public void Public_properties_do_not_hold_secrets_as_text() =>
        Verdict.IsClean(BuiltAssemblies.Libraries.SelectMany(assembly => Check(assembly.GetExportedTypes())));

    [Fact]
    public void A_secret_as_text_is_found() => Verdict.IsOneFaultIn("Grant.AccessToken", Check([typeof(Planted.Grant)]));

    private static IEnumerable<Violation> Check(IEnumerable<Type> types) =>
        from type in types
        from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where property.PropertyType == typeof(string) && Array.Exists(Endings, ending => property.Name.EndsWith(ending, StringComparison.Ordinal))
        let name = $"{type.Name}.{property.Name}"
        where !Plain.ContainsKey(name)
        select new Violation(name, "a secret that is a string", "Use the secret type, or list the property here with the reason");
}
