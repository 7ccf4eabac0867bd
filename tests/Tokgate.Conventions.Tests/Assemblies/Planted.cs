#pragma warning disable CA1034, CA1052, CA1044, CA2225, CA1024, CA1068, CA1002 // these types are the faults that the rules must find
namespace Tokgate.Conventions.Tests.Assemblies;

/// <summary>Faults that the rules over built assemblies must find.</summary>
public static class Planted
{
    public class OpenClass;

    public class ClosedHierarchy
    {
        private protected ClosedHierarchy()
        {
        }
    }

    public sealed class Calls
    {
        public static Task Save(CancellationToken cancellationToken) => Task.FromCanceled(cancellationToken);

        public static Task LoadAsync(string name) => Task.FromResult(name);

        public static Task FindAsync(CancellationToken cancellationToken, string name) => Task.FromResult((cancellationToken, name));

        public static Task GoodAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult((cancellationToken, name));
    }

    public sealed record Grant(string AccessToken, string OpenId);

    public sealed class TalkativeSecret
    {
        private readonly string value;

        private TalkativeSecret(string value) => this.value = value;

        public string Text => value;

        public static TalkativeSecret From(string value) => new(value);

        public static implicit operator string(TalkativeSecret secret) => secret?.value ?? "";

        public string Reveal() => value;

        public override string ToString() => value;
    }

    public sealed class QuietSecret
    {
        private readonly string value;

        private QuietSecret(string value) => this.value = value;

        [Obsolete("Compare by Equals.", error: true)]
        public static bool operator ==(QuietSecret? left, QuietSecret? right) => ReferenceEquals(left, right);

        [Obsolete("Compare by Equals.", error: true)]
        public static bool operator !=(QuietSecret? left, QuietSecret? right) => !ReferenceEquals(left, right);

        public static QuietSecret From(string value) => new(value);

        public string Reveal() => value;

        public override string ToString() => "***";

        public override bool Equals(object? obj) => obj is QuietSecret other && other.value == value;

        public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);
    }
}
