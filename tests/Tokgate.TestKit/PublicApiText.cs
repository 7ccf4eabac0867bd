using System.Reflection;
using System.Text;

namespace Tokgate.TestKit;

/// <summary>Writes an assembly's public surface as text: one line per member, in a fixed order.</summary>
public static class PublicApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext s_nullability = new();

    /// <summary>Fails unless the assembly's surface is the one in <c>PublicApi.approved.txt</c>, which is copied beside the tests.</summary>
    public static void MustBeApproved(Assembly assembly)
    {
        var received = Of(assembly);
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt"), received);
        var approved = Path.Combine(AppContext.BaseDirectory, "PublicApi.approved.txt");
        if (received != (File.Exists(approved) ? File.ReadAllText(approved) : null))
        {
            throw new InvalidOperationException("The public surface is not the approved one. If the change is meant, copy PublicApi.received.txt from the output "
                + $"folder over PublicApi.approved.txt. The surface now:\n{received}");
        }
    }

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append(Bases(type)).Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetEnumNames().Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        }

        return type.GetMembers(Declared).Select(Member).OfType<string>();
    }

    private static string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo constructor when IsVisible(constructor) && !constructor.IsStatic => $"new({Parameters(constructor)})",
        FieldInfo { IsLiteral: true, IsPublic: true } field => $"const {Name(field.FieldType)} {field.Name} = \"{field.GetRawConstantValue()}\"",
        FieldInfo { IsPublic: true } field => $"{Name(field.FieldType)} {field.Name}",
        PropertyInfo property when property.GetMethod is { } getter && IsVisible(getter) => Property(property),
        MethodInfo method when IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && !method.Name.Contains('<', StringComparison.Ordinal) =>
            $"{Modifier(method)}{Name(method.ReturnType, s_nullability.Create(method.ReturnParameter))} {method.Name}{Generics(method)}({Parameters(method)})",
        _ => null,
    };

    private static string Property(PropertyInfo property)
    {
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Length > 0;
        var setter = property.SetMethod is { } method && IsVisible(method) ? isInit ? " init;" : " set;" : string.Empty;
        var required = property.GetCustomAttributes().Any(attribute => attribute.GetType().Name == "RequiredMemberAttribute") ? "required " : string.Empty;
        // The getter above exists.
        return $"{required}{Modifier(property.GetMethod!)}{Name(property.PropertyType, s_nullability.Create(property))} {property.Name} {{ get;{setter} }}";
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Modifier(MethodInfo method) => method.IsStatic ? "static " : string.Empty;

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : string.Empty;

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsOut ? "out " : string.Empty)}{Name(parameter.ParameterType, s_nullability.Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : string.Empty)}"));

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Bases(Type type)
    {
        if (type.IsEnum)
        {
            return string.Empty;
        }

        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var names = new[] { type.BaseType }.OfType<Type>().Where(parent => parent != typeof(object) && parent != typeof(ValueType)).Select(parent => Name(parent))
            .Concat(type.GetInterfaces().Except(inherited).Where(face => face.IsPublic).Select(face => Name(face)).Order(StringComparer.Ordinal))
            .ToArray();
        return names.Length == 0 ? string.Empty : $" : {string.Join(", ", names)}";
    }

    private static string Name(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!, nullability); // A reference refers to something.
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }

        var mark = !type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? "?" : string.Empty;
        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!, nullability?.ElementType)}[]{mark}"; // An array has elements.
        }

        if (!type.IsGenericType)
        {
            return type.Name + mark;
        }

        var arguments = type.GetGenericArguments().Select((argument, index) => Name(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(index)));
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", arguments)}>{mark}";
    }
}
