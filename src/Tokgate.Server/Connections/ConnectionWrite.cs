namespace Tokgate.Server.Connections;

/// <summary>What became of a write.</summary>
internal enum ConnectionWrite
{
    Done,

    /// <summary>Another connection has the name, perhaps in other letters.</summary>
    NameTaken,

    /// <summary>It is not there in the version that was read.</summary>
    Outdated,

    /// <summary>Somebody's grant needs an app that would go.</summary>
    HasGrants,
}
