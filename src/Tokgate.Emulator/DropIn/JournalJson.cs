using System.Text.Json.Serialization;

namespace Tokgate.Emulator.DropIn;

[JsonSerializable(typeof(JournalEntry))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class JournalJson : JsonSerializerContext;
