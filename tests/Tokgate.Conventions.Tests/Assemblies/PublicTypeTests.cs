using System.Reflection;
using System.Runtime.CompilerServices;

namespace Tokgate.Conventions.Tests.Assemblies;

public sealed class PublicTypeTests
{
    private const string Mend = "Seal it or make it internal; opening a type is a decision that is listed here with its reason";

    // Full name and reason.
    private static readonly Dictionary<string, string> Open = [];

    // Programs are internal but for one door each; what its signature needs is part of the door.
    private static readonly Dictionary<string, string> Doors = new(StringComparer.Ordinal)
    {
        ["Tokgate.Emulator"] = "TikTokEmulator",
        ["Tokgate.Server"] = "TokgateServer",
        ["Tokgate.Playground"] = "Playground",
    };

    [Fact]
    public void Public_classes_are_sealed_and_programs_closed() =>
        Verdict.IsClean(BuiltAssemblies.All.SelectMany(assembly => Check(assembly.GetName().Name!, assembly.GetExportedTypes())));

    [Fact]
    public void An_open_class_is_found() => Verdict.IsOneFaultIn(typeof(Planted.OpenClass).FullName!, Check("Tokgate.TikTok", [typeof(Planted.OpenClass), typeof(PublicTypeTests)]));

    [Fact]
    public void A_second_door_is_found() => Verdict.IsOneFaultIn(typeof(PublicTypeTests).FullName!, Check("Tokgate.Emulator", [typeof(PublicTypeTests)]));

    [Fact]
    public void A_hierarchy_that_nobody_else_can_enter_is_fine() => Verdict.IsClean(Check("Tokgate.TikTok", [typeof(Planted.ClosedHierarchy)]));

    private static bool IsClosed(Type type) => !Array.Exists(
        type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic), way => way.IsPublic || way.IsFamily || way.IsFamilyOrAssembly);

    private static IEnumerable<Violation> Check(string assembly, IEnumerable<Type> types)
    {
        foreach (var type in types.Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute))))
        {
            if (type is { IsClass: true, IsSealed: false, IsAbstract: false } && !IsClosed(type) && !Open.ContainsKey(type.FullName!))
            {
                yield return new Violation(type.FullName!, "a public class that is not sealed", Mend);
            }

            if (Doors.TryGetValue(assembly, out var door) && !(type.DeclaringType ?? type).Name.StartsWith(door, StringComparison.Ordinal))
            {
                yield return new Violation(type.FullName!, $"public in a program whose door is {door}", "Make it internal");
            }
        }
    }
}
