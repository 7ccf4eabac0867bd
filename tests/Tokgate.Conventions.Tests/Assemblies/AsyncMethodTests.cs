using System.Reflection;

namespace Tokgate.Conventions.Tests.Assemblies;

public sealed class AsyncMethodTests
{
    // Type.Method and reason.
    private static readonly Dictionary<string, string> Exceptions = [];

    private static readonly Type[] Awaited = [typeof(Task), typeof(Task<>), typeof(ValueTask), typeof(ValueTask<>), typeof(IAsyncEnumerable<>)];

    [Fact]
    public void Public_asynchronous_methods_say_so_and_can_be_cancelled() =>
        Verdict.IsClean(BuiltAssemblies.All.SelectMany(assembly => Check(assembly.GetExportedTypes())));

    [Fact]
    public void Methods_without_suffix_or_token_are_found()
    {
        var found = Check([typeof(Planted.Calls)]).ToList();
        Assert.Equal(["Calls.FindAsync", "Calls.LoadAsync", "Calls.Save"], found.Select(violation => violation.Where).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Violation> Check(IEnumerable<Type> types) =>
        from type in types
        where !typeof(Delegate).IsAssignableFrom(type)
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where IsAwaited(method.ReturnType) && !method.IsSpecialName && method.GetBaseDefinition() == method && !Implements(type, method)
        let name = $"{type.Name}.{method.Name}"
        where !Exceptions.ContainsKey(name)
        let fault = !method.Name.EndsWith("Async", StringComparison.Ordinal) ? "its name does not end in Async"
            : method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken) ? "its last parameter is not a CancellationToken"
            : null
        where fault is not null
        select new Violation(name, fault, "End the name in Async and take `CancellationToken cancellationToken = default` last");

    private static bool IsAwaited(Type type) => Awaited.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type);

    // What an interface of somebody else prescribes (DisposeAsync, IHostedService) has its shape from there.
    private static bool Implements(Type type, MethodInfo method) =>
        !type.IsInterface && type.GetInterfaces().Any(shape => Array.IndexOf(type.GetInterfaceMap(shape).TargetMethods, method) >= 0);
}
