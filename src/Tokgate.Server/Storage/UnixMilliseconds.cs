using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Tokgate.Server.Storage;

/// <summary>SQLite cannot compare a DateTimeOffset and PostgreSQL takes only UTC; a number means the same to both.</summary>
internal sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
    instant => instant.ToUnixTimeMilliseconds(), number => DateTimeOffset.FromUnixTimeMilliseconds(number));
