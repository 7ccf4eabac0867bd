namespace Tokgate.Server.Administrators;

/// <summary>What somebody may do at the dashboard. The numbers stand in the database.</summary>
internal enum AdministratorRole
{
    /// <summary>Sees everything but TikTok's tokens, and changes nothing.</summary>
    Viewer = 1,

    /// <summary>Changes applications, connections, people and webhooks.</summary>
    Editor = 2,

    /// <summary>Also keys, what machines may do by the management API, the configuration as a whole, and who else administers.</summary>
    Owner = 3,
}
