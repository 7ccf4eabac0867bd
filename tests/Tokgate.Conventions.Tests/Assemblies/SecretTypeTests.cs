using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Tokgate.Conventions.Tests.Assemblies;

/// <summary>Secrets are classes that do not print, do not serialise, and give their value only to who calls Reveal().</summary>
public sealed class SecretTypeTests
{
    private const string Needle = "needle-in-a-haystack-0123456789-abcdefghijklmnop";

    private static readonly string[] Names = ["AccessToken", "RefreshToken", "ClientSecret", "AuthorizationCode", "CodeVerifier"];

    [Fact]
    public void Secrets_do_not_print()
    {
        var library = BuiltAssemblies.Load("Tokgate.TikTok");
        Verdict.IsClean(Names.SelectMany(name => library.GetType($"Tokgate.TikTok.{name}") is { } type
            ? Check(type)
            : [new Violation(name, "no such type in Tokgate.TikTok", "Keep the secret types under their names")]));
    }

    [Fact]
    public void A_secret_that_talks_is_found()
    {
        var faults = Check(typeof(Planted.TalkativeSecret)).Select(violation => violation.What).ToList();
        Assert.Equal(7, faults.Count);
    }

    [Fact]
    public void A_secret_that_keeps_quiet_is_fine() => Verdict.IsClean(Check(typeof(Planted.QuietSecret)));

    private static IEnumerable<Violation> Check(Type type)
    {
        const string mend = "Let it derive its behaviour from the other secret types";
        var from = type.GetMethod("From", BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy, [typeof(string)]);
        if (!type.IsSealed || !type.IsClass || from is null || type.GetConstructors().Length > 0)
        {
            yield return new Violation(type.Name, "not a sealed class that is made only by From(string)", mend);
            yield break;
        }

        var secret = from.Invoke(null, [Needle])!;
        var prints = new Dictionary<string, string?>
        {
            ["ToString()"] = secret.ToString(),
            ["interpolation"] = string.Create(CultureInfo.InvariantCulture, $"{secret}"),
        };
        foreach (var (how, text) in prints.Where(print => print.Value != "***"))
        {
            Assert.NotNull(text);
            yield return new Violation(type.Name, $"{how} does not give ***", mend);
        }

        if (JsonSerializer.Serialize(secret, type).Contains(Needle, StringComparison.Ordinal) || JsonSerializer.Serialize(new { secret }).Contains(Needle, StringComparison.Ordinal))
        {
            yield return new Violation(type.Name, "JSON holds the value", mend);
        }

        foreach (var property in type.GetProperties().Where(property => property.GetIndexParameters().Length == 0 && property.GetValue(secret)?.ToString()?.Contains(Needle, StringComparison.Ordinal) == true))
        {
            yield return new Violation($"{type.Name}.{property.Name}", "a property shows the value", "Only Reveal() does");
        }

        foreach (var conversion in type.GetMethods().Where(method => method.Name is "op_Implicit" or "op_Explicit"))
        {
            yield return new Violation(type.Name, $"{conversion.Name} converts it", "Take the conversion out; callers write Reveal()");
        }

        // References would be compared, in time that depends on the values if somebody gave it an operator.
        if (type.GetMethod("op_Equality", BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy)?.GetCustomAttribute<ObsoleteAttribute>() is not { IsError: true })
        {
            yield return new Violation(type.Name, "== compiles on it", "Declare the operator and mark it [Obsolete(error: true)]: callers write Equals, which takes constant time");
        }

        var ways = type.GetMethods().Where(method => method.ReturnType == typeof(string) && method.GetParameters().Length == 0 && !method.IsStatic && !method.IsSpecialName)
            .Where(method => method.Name != "Reveal" && method.Invoke(secret, null) is string text && text.Contains(Needle, StringComparison.Ordinal));
        foreach (var way in ways)
        {
            yield return new Violation($"{type.Name}.{way.Name}()", "a method other than Reveal() gives the value", "Only Reveal() does");
        }
    }
}
