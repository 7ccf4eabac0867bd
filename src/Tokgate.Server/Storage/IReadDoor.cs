using System.Data.Common;

namespace Tokgate.Server.Storage;

/// <summary>One row for the path that every sign-in takes. All other reads are EF's.</summary>
internal interface IReadDoor
{
    Task<T?> FirstAsync<T>(FormattableString sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        where T : class;
}
