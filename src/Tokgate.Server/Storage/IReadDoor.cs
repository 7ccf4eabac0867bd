using System.Data.Common;

namespace Tokgate.Server.Storage;

/// <summary>Rows for the path that every sign-in takes, and for the start, which would wait for EF's model. All other reads are EF's.</summary>
internal interface IReadDoor
{
    Task<T?> FirstAsync<T>(FormattableString sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        where T : class;

    Task<IReadOnlyList<T>> ListAsync<T>(FormattableString sql, Func<DbDataReader, T> read, CancellationToken cancellationToken);
}
