namespace Tokgate.Server.Administrators;

/// <summary>By what an administrator came in. These stand in the trail.</summary>
internal static class SignInMethods
{
    /// <summary>A one-time link: the first start's, or another administrator's invitation.</summary>
    public const string Link = "link";
}
